"""What the page of one resource shows to one person, gathered once."""

from __future__ import annotations

from typing import Any

from knowledge import checks, inspecting, linking, masking, permissions, workflow
from knowledge.models import Attachment, Resource, Revision
from knowledge.views.beside import beside
from projects.models import Project
from pvehub.audit import trail, words
from pvehub.people.models import User
from pvehub.ui.components import words_between


def page_of_resource(user: User, resource: Resource) -> dict[str, Any]:
    """The text this person reads, its files, and what they may do."""
    whole = Resource.objects.whole_for(user).filter(pk=resource.pk).exists()
    newest = resource.revisions.newest().first() if whole else None
    # Whoever was let in by name while it is under review reads the text that waits.
    text = resource.published_revision or newest or resource.revisions.waiting().first()
    origin = masking.origin(resource, whole=whole)
    return {
        "resource": resource,
        "text": text,
        "links": linking.links_in(user, text),
        "answers": masking.answers(resource, text, whole=whole),
        "files": [masking.tell_file(file, whole=whole) for file in files_of(user, text)],
        "origin": origin,
        "may_read_history": whole or not resource.is_masked,
        **beside(user, resource, text, origin),
        "project": _project(user, origin.project_id),
        "newest": newest,
        "is_newer": newest is not None and newest != text,
        "turn": workflow.TURN[newest.status] if newest else "",
        "reply": reply_of(newest) if newest else None,
        "follows": resource.follows.filter(user=user).exists(),
        "events": _timeline(resource) if whole else [],
        "why_not": why_nots(user, resource),
    }


def _project(user: User, pk: int | None) -> Project | None:
    """The project it comes from, if this person may know it and may see it."""
    seen = Project.objects.visible_to(user).marked_working_for(user)
    return seen.filter(pk=pk).first() if pk else None


def _timeline(resource: Resource) -> list[dict[str, Any]]:
    """Its history, newest first, for those who write or judge it."""
    rows = words.told(trail.of(resource).order_by("-seq"))
    return [row | {"at": row["event"].at, "note": row["event"].note, "on_behalf_of": row["principal"]} for row in rows]


def why_nots(user: User, resource: Resource) -> dict[str, str | None]:
    """The sentence behind each button, asked once."""
    return {
        "edit": permissions.why_not_edit(user, resource),
        "submit": permissions.why_not_submit(user, resource),
        "curate": permissions.why_not_curate(user, resource),
        "reuse": permissions.why_not_reuse(user, resource),
        "follow": permissions.why_not_follow(user, resource),
        "verify": permissions.why_not_verify(user, resource),
        "archive": permissions.why_not_archive(user, resource),
        "supersede": permissions.why_not_supersede(user, resource),
        "withdraw": permissions.why_not_withdraw(user, resource),
        "mask": permissions.why_not_mask(user, resource),
        "unmask": permissions.why_not_unmask(user, resource),
        "restore": permissions.why_not_restore(user, resource),
    }


def files_of(user: User, text: Revision) -> list[Attachment]:
    """The files of this text that this person may open."""
    return list(
        Attachment.objects.visible_to(user)
        .filter(revisions=text)
        .select_related("file", "clean_file", "resource")
        .order_by("name", "pk")
    )


def reply_of(text: Revision) -> dict[str, Any] | None:
    """What a curator answered to this text, and who."""
    decision = getattr(text, "decision", None)
    if decision is None or decision.outcome == workflow.Outcome.PUBLISHED:
        return None
    return {"decision": decision, "by": User.objects.filter(uid=decision.decided_by_uid).first()}


def findings(user: User, resource: Resource, text: Revision, files: list[Attachment]) -> dict[str, Any]:
    """What the machine saw in a text that this person may read, and what it looked at in vain."""
    found = inspecting.findings(resource, text, by=user, files=files)
    found += [checks.Finding("origin", trace.place, masking.said(trace)) for trace in masking.traces(resource, text)]
    return {
        "found": sorted(found, key=lambda finding: not finding.holds_back),
        "holds_back": any(finding.holds_back for finding in found),
        "passed": inspecting.passed(resource.kind, found, files),
        "is_thin": masking.is_thin(resource),
    }


def changes(resource: Resource, old: Revision | None, new: Revision) -> list[dict[str, Any]]:
    """Field by field, what the newer text puts in and takes out; nothing for what stayed."""
    if old is None:
        return []
    files = [("files", _names(old), _names(new))]
    return words_changed(resource, old, new) + [
        {"name": name, "pieces": words_between(was, now)} for name, was, now in files if was != now
    ]


def words_changed(resource: Resource, old: Revision, new: Revision) -> list[dict[str, Any]]:
    """The same for the words alone; no query."""
    rows = [("title", old.title, new.title), ("summary", old.summary, new.summary)]
    rows += [
        (field.name, old.fields.get(field.name, ""), new.fields.get(field.name, "")) for field in resource.shape.fields
    ]
    return [{"name": name, "pieces": words_between(was, now)} for name, was, now in rows if was != now]


def _names(text: Revision) -> str:
    return "\n".join(sorted(row.name for row in text.attachments.all()))
