"""Saving the fields of a section: different fields merge, the same field keeps both texts until one is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from .. import content, indexing, permissions
from ..content import Data
from ..models import Answer, FieldDraft, Project
from ..sections import FIELDS
from ..tokens import Seen
from ..workflow import Tier
from . import publishing, values
from .locking import locked

SHOWN_IN_INDEX = {"title", "public_title", "summary"}


@dataclass(frozen=True)
class Given:
    """What a form sent for one field: its value, and what the form had shown (the value's revision and fingerprint)."""

    data: Data
    text: str  # as typed, for the draft
    seen: Seen


@dataclass(frozen=True)
class Conflict:
    """Two texts for one field: mine, and the one that was there first. `who` wrote the other (oneself, on another page)."""

    field: str
    mine: Data
    theirs: Data
    who: str
    is_own_draft: bool = False


@dataclass
class Saved:
    """What a save did: fields written, and fields where somebody has to choose."""

    project: Project
    changed: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    tier_raised: bool = False
    published: publishing.Published = field(default_factory=publishing.Published)


@transaction.atomic
def save_fields(project: Project, section: str, given: Mapping[str, Given], *, by: User) -> Saved:
    """Save the fields a form sent. A field nobody touched in the form is left alone, so two people's fields merge.

    A field that changed since the form showed it, and was changed in the form too, is not written: both texts come back
    as a Conflict, and the one not yet saved is kept as its author's draft.
    """
    project = locked(project)
    access.require(permissions.why_not_edit(by, project, section))
    record = content.read(project, given)
    drafts = {draft.field: draft for draft in FieldDraft.objects.filter(project=project, user=by, field__in=given)}
    saved, changes = Saved(project), {}
    for name, item in given.items():
        now = record.data[name]
        conflict = _conflict(project, name, item, now, record.revisions[name], drafts.get(name))
        if conflict:
            saved.conflicts.append(conflict)
            _keep(project, section, name, item, by)
        elif item.data != now and not item.seen.shows(item.data):
            changes[name] = [now, item.data]
    _write(saved, section, changes, by)
    settled = set(given) - {conflict.field for conflict in saved.conflicts}
    FieldDraft.objects.filter(project=project, user=by, field__in=settled).delete()
    return saved


@transaction.atomic
def settle(
    project: Project, section: str, chosen: Mapping[str, Given], dropped: Mapping[str, Data], *, by: User
) -> Saved:
    """After a conflict: write the chosen text of each field; the text that was not chosen stays readable in the history."""
    saved = save_fields(project, section, chosen, by=by)
    open_still = {conflict.field for conflict in saved.conflicts}
    kept = {name: [text, chosen[name].data] for name, text in dropped.items() if name not in open_still}
    if kept:
        trail.record(saved.project, "projects.conflict_settled", by=by, changes=kept)
    return saved


def _conflict(
    project: Project, name: str, given: Given, now: Data, revision: int, draft: FieldDraft | None
) -> Conflict | None:
    if (
        draft
        and draft.revision > given.seen.draft
        and draft.text != given.text
        and not _is_value(name, draft.text, now)
    ):
        return Conflict(
            name, given.data, _from_text(name, draft.text), str(_("You, on another page")), is_own_draft=True
        )
    untouched = given.seen.shows(given.data)
    unknown = given.seen.revision < 0 and not now  # a form that showed nothing, and nothing stands there
    if untouched or unknown or given.data == now or given.seen.revision == revision:
        return None
    answer = Answer.objects.filter(project=project, field=name).select_related("changed_by").first()
    return Conflict(name, given.data, now, str(answer.changed_by) if answer else "")


def _from_text(name: str, text: str) -> Data:
    return [part for part in text.split("\n") if part] if FIELDS[name].kind in content.LISTS else text


def _is_value(name: str, text: str, now: Data) -> bool:
    """Whether a draft says nothing else than what is saved already."""
    return _from_text(name, text) == now


def _keep(project: Project, section: str, name: str, given: Given, by: User) -> None:
    """The text that was not saved stays as its author's draft, on the base it was typed on."""
    draft = FieldDraft.objects.filter(project=project, user=by, field=name).first()
    if draft and draft.text != given.text and draft.revision > given.seen.draft:
        return  # the other text is the draft; this one comes back on the page where both are shown
    draft = draft or FieldDraft(project=project, user=by, field=name, section=section, revision=0)
    draft.text, draft.base, draft.updated_at = given.text, given.seen.base, timezone.now()
    draft.revision += 1
    draft.save()


def _write(saved: Saved, section: str, changes: dict[str, list[Data]], by: User) -> None:
    if not changes:
        return
    project, manager = saved.project, saved.project.manager
    if "classification" in changes:
        access.require(permissions.why_not_state_class(project))
    answers = values.answers_of(project, changes, by)
    for name, (_before, after) in changes.items():
        values.put(project, name, after, by=by, answer=answers[name])
    if project.start_on and project.end_on and project.end_on < project.start_on:
        raise access.Unmet([_("The end lies before the start.")])
    project.changed_at = timezone.now()
    project.save()
    trail.record(project, "projects.edited", by=by, changes=changes, note=section)
    saved.changed = list(changes)
    if "target_groups" in changes:
        saved.tier_raised = follow_groups(project, by)
    if "manager" in changes:
        notify(
            [person for person in (manager, project.manager) if person],
            kind="projects.manager_changed",
            about=project,
            by=by,
        )
    if SHOWN_IN_INDEX & set(changes) or saved.tier_raised:
        indexing.put(project)
    saved.published = publishing.publish(project, by=by)


def strictest(project: Project) -> int:
    """The lowest tier its target groups allow: 2 when one of them is restricted, else 0."""
    restricted = Q(attributes__default_sensitivity="restricted")
    groups = project.target_groups.filter(restricted | Q(merged_into__attributes__default_sensitivity="restricted"))
    return Tier.OFFICES if groups.exists() else Tier.ALL_STAFF


def follow_groups(project: Project, by: User) -> bool:
    """Some target groups set the tier to 2: it is raised with an event, and the page says so."""
    tier = strictest(project)
    if tier <= project.tier:
        return False
    before, project.tier = project.tier, tier
    project.save(update_fields=["tier"])
    trail.record(project, "projects.tier_raised", by=by, before=str(before), after=str(tier), note="target_groups")
    return True
