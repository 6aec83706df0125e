"""Writing: a new resource, its draft, its files, and sending a text to the curators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import checks, kinds, masking, permissions, workflow
from knowledge.actions.hiding import give_credit
from knowledge.actions.indexing import reindex
from knowledge.actions.locking import locked, newest, open_curation
from knowledge.actions.prompting import settle
from knowledge.models import Attachment, Curation, Resource, Revision
from projects.models import Project
from pvehub import access, files
from pvehub.audit import trail
from pvehub.jobs import later
from pvehub.notifications import notify
from pvehub.people.models import Country, Office, User
from pvehub.vocabulary.models import Term


@dataclass(frozen=True)
class Text:
    """The words of one version; `fields` are the answers to the kind's questions."""

    title: str
    summary: str
    language: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Tags:
    """What stands beside the words: who may read them, and what they are about."""

    tier: int = 0
    themes: Sequence[Term] = ()
    target_groups: Sequence[Term] = ()
    drivers: Sequence[Term] = ()
    countries: Sequence[Country] = ()
    evidence_strength: int | None = None
    co_authors: Sequence[User] = field(default=())
    stages: Sequence[Term] = ()
    audiences: Sequence[Term] = ()
    risk_categories: Sequence[Term] = ()
    is_masked: bool = False
    credit: str = workflow.Credit.NAMED

    @property
    def told_credit(self) -> str:
        """A masked origin names nobody, whatever else was chosen."""
        return workflow.Credit.NOBODY if self.is_masked and self.credit == workflow.Credit.NAMED else self.credit


def floor(project: Project | None, target_groups: Sequence[Term]) -> int:
    """The tier below which it is not shown without the head's word: that of its project and of the people it is about."""
    meant = [each for term in target_groups for each in (term, term.living)]
    groups = [2 for term in meant if term.attributes.get("default_sensitivity") == "restricted"]
    return max([0, project.tier if project else 0, *groups])


@transaction.atomic
def contribute(
    kind: str, *, by: User, office: Office, text: Text, tags: Tags, project: Project | None = None
) -> Resource:
    """A new resource with a first draft. It belongs to an office the author serves at, and nobody else sees it yet."""
    access.require(permissions.why_not_contribute(by))
    if office.pk not in access.standing(by).office_ids:
        raise access.Refused(_("You contribute for an office you serve at."))
    if project and not Project.objects.visible_to(by).filter(pk=project.pk).exists():
        raise access.Refused(_("You contribute from a project you can read."))
    _require_tier(tags, by=by, office=office, project=project)
    now = timezone.now()
    resource = Resource.objects.create(
        kind=kind,
        title=text.title,
        summary=text.summary,
        language=text.language,
        owner_office=office,
        created_by=by,
        created_at=now,
        focal_point=by,
        origin_project=project,
        tier=tags.tier,
        evidence_strength=tags.evidence_strength,
        is_masked=tags.is_masked,
        credit=tags.told_credit,
        verifier_role=kinds.BY_SLUG[kind].verifier_role,
        verifier_office=office,
    )
    _tag(resource, tags)
    resource.authors.add(by)
    _name_authors(resource, tags.co_authors, by=by)
    Revision.objects.create(
        resource=resource,
        number=1,
        title=text.title,
        summary=text.summary,
        language=text.language,
        fields=text.fields,
        created_at=now,
    )
    trail.record(resource, "knowledge.contributed", by=by, after=workflow.Status.DRAFT)
    settle(resource)
    return resource


@transaction.atomic
def edit(resource: Resource, *, by: User, text: Text, tags: Tags, seen: str = "", is_typo: bool = False) -> Revision:
    """The author's new words. A draft changes in place; a text that waits is replaced by the new one, which waits in its
    stead; beside a published text a new draft begins. `seen` is the digest of the text the author started from; `is_typo`
    says that nothing but spelling differs from what readers have."""
    resource = locked(resource)
    access.require(permissions.why_not_edit(by, resource))
    base = newest(resource)
    if seen and seen != base.digest(resource.kind, []):
        kept = {_("Title"): text.title, _("Summary"): text.summary} | {
            str(question.label): answer for question, answer in kinds.ordered(resource.kind, text.fields)
        }
        raise access.Moved(
            _("Somebody changed the text while you were writing. Your words are kept below."),
            kept=kept,
            url=reverse("knowledge:resource-edit", args=[resource.uid]),
        )
    before, tier = resource.tier, tags.tier
    same = tier == before and floor(resource.origin_project, tags.target_groups) <= floor(
        resource.origin_project, _groups(resource)
    )
    if not same:
        least = before if resource.submitted_at else 0
        _require_tier(tags, by=by, office=resource.owner_office, project=resource.origin_project, least=least)
    resource.tier, resource.evidence_strength = tier, tags.evidence_strength
    resource.save(update_fields=["tier", "evidence_strength"])
    resource.attachments.filter(tier__lt=tier).update(tier=tier)
    _tag(resource, tags)
    _name_authors(resource, tags.co_authors, by=by)
    give_credit(resource, by=by, masked=tags.is_masked, credit=tags.told_credit)
    changes: dict[str, object] = {"tier": [before, tier]} if before != tier else {}
    if Text(base.title, base.summary, base.language, base.fields) != text:
        base = rewrite(resource, by=by, now=timezone.now(), text=text, is_typo=is_typo)
    trail.record(resource, "knowledge.edited", by=by, after=base.status, changes=changes)
    if resource.state == workflow.State.PUBLISHED:
        reindex(resource)
    return base


@transaction.atomic
def attach(
    resource: Resource, upload: UploadedFile, *, by: User, tier: int | None = None, language: str = ""
) -> Attachment:
    """A file for the text in hand. Its tier is at least the resource's; its words are read in the background."""
    resource = locked(resource)
    access.require(permissions.why_not_edit(by, resource))
    now = timezone.now()
    attachment = Attachment.objects.create(
        resource=resource,
        file=files.store(upload, by=by),
        name=files.safe_name(upload.name or ""),
        tier=max(resource.tier, tier or 0),
        language=language or resource.language,
        added_at=now,
        added_by=by,
    )
    rewrite(resource, by=by, now=now, add=[attachment])
    trail.record(resource, "knowledge.file_attached", by=by, note=attachment.name)
    later("knowledge.tasks.extract_text", attachment.pk, key=f"knowledge.extract:{attachment.pk}")
    return attachment


@transaction.atomic
def detach(attachment: Attachment, *, by: User) -> Resource:
    """The next text goes without this file; texts that were sent with it keep it."""
    resource = locked(attachment.resource)
    access.require(permissions.why_not_edit(by, resource))
    rewrite(resource, by=by, now=timezone.now(), drop=[attachment])
    trail.record(resource, "knowledge.file_detached", by=by, note=attachment.name)
    return resource


@transaction.atomic
def submit(resource: Resource, *, by: User) -> Revision:
    """Freezes the draft and puts it before the curators, if the machine finds nothing that holds it back."""
    resource = locked(resource)
    access.require(permissions.why_not_submit(by, resource))
    now = timezone.now()
    revision = newest(resource)
    _freeze(resource, revision, by=by, now=now)
    if resource.submitted_at is None:
        resource.submitted_at = now
        resource.save(update_fields=["submitted_at"])
    curation = Curation.objects.open().filter(resource=resource).first()
    if curation is None:
        curation = Curation.objects.create(resource=resource, opened_at=now)
    elif curation.claimed_by_id:
        # The curator who asked for changes goes on reading: the text is theirs at once.
        _move(revision, workflow.Status.IN_CURATION)
    trail.record(
        resource,
        "knowledge.submitted",
        by=by,
        before=workflow.Status.DRAFT,
        after=revision.status,
        changes={"sha256": ["", revision.sha256]},
    )
    authors = resource.authors.values("pk")
    curators = access.people_holding("curate_resources", resource.owner_office).exclude(pk__in=authors)
    notify(
        [curation.claimed_by] if curation.claimed_by else curators, kind="knowledge.submitted", about=resource, by=by
    )
    return revision


def rewrite(
    resource: Resource,
    *,
    by: User,
    now: datetime,
    text: Text | None = None,
    add: Sequence[Attachment] = (),
    drop: Sequence[Attachment] = (),
    is_typo: bool = False,
) -> Revision:
    """The one way a text changes: in the draft, or as the next revision. Under review the next one is sent at once."""
    base = newest(resource)
    revision = base
    if base.status != workflow.Status.DRAFT:
        revision = Revision(resource=resource, number=base.number + 1, created_at=now)
        revision.title, revision.summary, revision.language, revision.fields = (
            base.title,
            base.summary,
            base.language,
            base.fields,
        )
    if text:
        revision.title, revision.summary, revision.language, revision.fields = (
            text.title,
            text.summary,
            text.language,
            text.fields,
        )
        revision.is_typo = is_typo and resource.published_revision_id is not None
    if add or drop:
        revision.is_typo = False
    revision.save()
    if revision != base:
        revision.attachments.set(base.attachments.all())
    revision.attachments.add(*add)
    revision.attachments.remove(*drop)
    if base.status in workflow.WAITING:
        _replace(resource, base, revision, by=by, now=now)
    if resource.state == workflow.State.DRAFT:
        resource.title, resource.summary, resource.language = revision.title, revision.summary, revision.language
        resource.save(update_fields=["title", "summary", "language"])
    return revision


def _replace(resource: Resource, old: Revision, new: Revision, *, by: User, now: datetime) -> None:
    """The newer text takes the place of the one that waits, and the curator who has it is told."""
    status = old.status
    _move(old, workflow.Status.REPLACED)
    _freeze(resource, new, by=by, now=now)
    if status == workflow.Status.IN_CURATION:
        _move(new, workflow.Status.IN_CURATION)
        notify([open_curation(resource).claimed_by], kind="knowledge.text_changed", about=resource, by=by)


def _freeze(resource: Resource, revision: Revision, *, by: User, now: datetime) -> None:
    found = checks.run(resource.kind, revision.title, revision.summary, revision.language, revision.fields)
    page = reverse("knowledge:resource-edit", args=[resource.uid])
    if blockers := [
        access.Blocker(finding.sentence, f"{page}#id_{finding.place}") for finding in found if finding.holds_back
    ] + [
        access.Blocker(masking.said(trace), f"{page}#id_{trace.place}") for trace in masking.traces(resource, revision)
    ]:
        raise access.Unmet(blockers)
    rows = revision.attachments.select_related("file").order_by("pk")
    revision.attached = [
        {"id": row.pk, "name": row.name, "sha256": row.file.sha256, "tier": row.tier, "language": row.language}
        for row in rows
    ]
    revision.sha256 = revision.digest(resource.kind, revision.attached)
    revision.submitted_at, revision.submitted_by = now, by
    _move(revision, workflow.Status.SUBMITTED)


def _move(revision: Revision, status: workflow.Status) -> None:
    revision.status = status
    revision.save()


def _require_tier(tags: Tags, *, by: User, office: Office, project: Project | None, least: int = 0) -> None:
    """Below the floor, or below what it was once sent with, only with the word of those who may lower it."""
    if tags.tier < max(least, floor(project, tags.target_groups)):
        access.require(permissions.why_not_lower(by, office))


def _groups(resource: Resource) -> list[Term]:
    return list(resource.target_groups.all())


def _name_authors(resource: Resource, people: Sequence[User], *, by: User) -> None:
    """Who writes it beside the one who began it, and stays. Whoever is new is told; every change is on record."""
    was, now = set(resource.authors.all()), {resource.created_by, *people}
    if was == now:
        return
    resource.authors.set(now)
    changed = {"authors": [_uids(was), _uids(now)]}
    trail.record(resource, "knowledge.authors_changed", by=by, changes=changed)
    notify(sorted(now - was - {by}, key=lambda one: one.pk), kind="knowledge.co_author", about=resource, by=by)


def _uids(people: set[User]) -> str:
    return ", ".join(sorted(str(person.uid) for person in people))


def _tag(resource: Resource, tags: Tags) -> None:
    resource.themes.set(tags.themes)
    resource.target_groups.set(tags.target_groups)
    resource.drivers.set(tags.drivers)
    resource.countries.set(tags.countries)
    resource.stages.set(tags.stages)
    resource.audiences.set(tags.audiences)
    resource.risk_categories.set(tags.risk_categories)
