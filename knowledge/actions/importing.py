"""References come in: uploaded, judged row by row, decided about, made into drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import importing, permissions
from knowledge.actions.contributing import Tags, Text, contribute
from knowledge.importing.drafting import Tagging
from knowledge.importing.entries import Entry
from knowledge.models import ReferenceList, ReferenceRow, Resource
from projects.actions.progressing import Progress
from pvehub import access
from pvehub.jobs import later
from pvehub.jobs.models import Job
from pvehub.people.models import Office, User

AT_ONCE = 50  # drafts that are made while the person waits; more are a job with a progress page
TELL_EVERY = 25  # drafts between two words to the progress page, each of which takes a connection
_JUDGED = ["kind", "verdict", "reason", "choice", "same_as", "same_line"]


@transaction.atomic
def upload_references(
    entries: Iterable[tuple[int, Entry | str]],
    *,
    by: User,
    name: str,
    office: Office,
    language: str,
    kind: str = "",
    tier: int = 0,
) -> ReferenceList:
    """Keep a list for its owner, each entry with its verdict: the dry run. Nothing else changes; a file that breaks off
    leaves nothing."""
    access.require(permissions.why_not_import_references(by, office))
    batch = ReferenceList.objects.create(
        owner=by, office=office, name=name[:200], kind=kind, language=language, tier=tier
    )
    rows = [_row(batch, number, line, said) for number, (line, said) in enumerate(entries, 1)]
    importing.judge(batch, rows)
    ReferenceRow.objects.bulk_create(rows, batch_size=500)
    batch.counts = importing.counted(rows)
    batch.save(update_fields=["counts"])
    return batch


def _row(batch: ReferenceList, number: int, line: int, said: Entry | str) -> ReferenceRow:
    row = ReferenceRow(batch=batch, number=number, line=line, verdict=ReferenceRow.Verdict.BROKEN)
    if isinstance(said, str):
        row.reason = said
    else:
        row.entry = said.to_json()
    return row


def _held(batch: ReferenceList) -> ReferenceList:
    """The list as it is now, held. All lists of its owner are: of two that hold the same, the second sees what the first
    has made."""
    lists = ReferenceList.objects.select_for_update(of=("self",)).select_related("owner", "office")
    mine = {one.pk: one for one in lists.filter(owner=batch.owner_id).order_by("pk")}
    if batch.pk not in mine:
        raise access.Moved(_("This list was thrown away meanwhile."))
    return mine[batch.pk]


@transaction.atomic
def decide_references(batch: ReferenceList, choices: Mapping[int, str], *, by: User) -> ReferenceList:
    """The owner says what single entries become, or that they stay out; an empty choice takes that back. All entries get
    their verdicts anew."""
    batch = _held(batch)
    access.require(permissions.why_not_bring_in(by, batch))
    rows = list(batch.rows.order_by("number"))
    for row in rows:
        row.choice = choices.get(row.number, row.choice)
    _judge(batch, rows)
    return batch


def _judge(batch: ReferenceList, rows: list[ReferenceRow]) -> None:
    importing.judge(batch, rows)
    ReferenceRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=_JUDGED)
    batch.counts = importing.counted(rows)
    batch.save(update_fields=["counts"])


@transaction.atomic
def bring_in(batch: ReferenceList, *, by: User) -> list[Resource]:
    """Make a draft of every new entry: an ordinary contribution of its owner, to be completed and sent like any other.
    Looked through once more first, so that what came here meanwhile is not made twice."""
    batch = _held(batch)
    access.require(permissions.why_not_bring_in(by, batch))
    rows = list(batch.rows.order_by("number"))
    _judge(batch, rows)
    new = [row for row in rows if row.verdict == ReferenceRow.Verdict.NEW]
    tagging, progress = Tagging(), Progress(len(new))
    for place, row in enumerate(new, 1):
        row.resource = _draft(batch, row, tagging, by=by)
        if place % TELL_EVERY == 0:
            progress.step(TELL_EVERY)
    ReferenceRow.objects.bulk_update(new, ["resource"], batch_size=500)
    batch.applied_at = timezone.now()
    batch.save(update_fields=["applied_at"])
    return [row.resource for row in new if row.resource]


def _draft(batch: ReferenceList, row: ReferenceRow, tagging: Tagging, *, by: User) -> Resource:
    draft = importing.draft_of(Entry(**row.entry), row.kind, batch.language, tagging)
    return contribute(
        row.kind,
        by=by,
        office=batch.office,
        text=Text(draft.title, draft.summary, draft.language, draft.fields),
        tags=Tags(tier=batch.tier, themes=draft.themes, drivers=draft.drivers, countries=draft.countries),
    )


@transaction.atomic
def ask_to_bring_in(batch: ReferenceList, *, by: User) -> Job:
    """Have the drafts of a long list made in the background; its owner watches the progress page."""
    access.require(permissions.why_not_bring_in(by, batch))
    return later(
        "knowledge.tasks.bring_in_references",
        batch.pk,
        key=f"knowledge.references:{batch.pk}",
        by=by,
        label=_("Making drafts of references"),
        back_url=batch.get_absolute_url(),
    )


@transaction.atomic
def drop_references(batch: ReferenceList, *, by: User) -> None:
    """The owner throws an uploaded list away; the drafts that were made of it stay."""
    if batch.owner_id == by.pk:
        batch.delete()
