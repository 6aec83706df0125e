"""Lists come in: uploaded, matched, checked, decided about row by row. Applying them is in `applying`."""

from collections.abc import Mapping as Choices
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.jobs import later
from pvehub.jobs.models import Job
from pvehub.people.models import Office, User

from .. import importing, permissions
from ..importing import Mapping, Sheet
from ..models import ImportBatch, ImportRow
from .progressing import Progress

AT_ONCE = 100  # rows that are checked and applied while the person waits; longer lists are a job with a progress page
VERDICT = ["becomes", "verdict", "values", "changes", "problems", "choices", "office", "project", "other"]


@transaction.atomic
def upload_batch(sheet: Sheet, *, by: User, office: Office | None) -> ImportBatch:
    """Keep an uploaded list for its owner, with the mapping its column names suggest. No project changes.

    Its rows are read while they are written, some hundred in memory; a list that breaks off leaves nothing.
    """
    access.require(permissions.why_not_import(by, office))
    language = office.working_language if office else by.language
    mapping = importing.guess(sheet.header, language=language, kind=sheet.kind).to_json()
    batch = ImportBatch.objects.create(
        owner=by,
        office=office,
        name=f"{sheet.name}, {sheet.told['sheet']}"[:200] if "sheet" in sheet.told else sheet.name,
        kind=sheet.kind,
        header=sheet.header,
        mapping=mapping,
        listed_on=_day(sheet.told.get("day", "")),
    )
    rows = iter(sheet.rows)
    while chunk := list(islice(rows, importing.AT_A_TIME)):
        ImportRow.objects.bulk_create([ImportRow(batch=batch, number=number, cells=cells) for number, cells in chunk])
        batch.total += len(chunk)
    batch.save(update_fields=["total"])
    return batch


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def lock(batch: ImportBatch) -> ImportBatch:
    """The list as it is now, locked until the end of the transaction."""
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("office", "owner").get(pk=batch.pk)


@transaction.atomic
def map_batch(
    batch: ImportBatch, mapping: Mapping, *, by: User, office: Office | None, listed_on: date | None = None
) -> ImportBatch:
    """The owner says which column is which, for which office; what an earlier dry run said is taken back."""
    batch = lock(batch)
    access.require(permissions.why_not_apply(by, batch))
    access.require(permissions.why_not_import(by, office))
    if problems := mapping.problems(batch.header):
        raise access.Unmet(problems)
    batch.mapping, batch.office, batch.listed_on = mapping.to_json(), office, listed_on or batch.listed_on
    batch.checked_at = None
    batch.save(update_fields=["mapping", "office", "listed_on", "checked_at"])
    return batch


@transaction.atomic
def check_batch(batch: ImportBatch, *, by: User) -> ImportBatch:
    """The dry run: every row gets its verdict and keeps it. No project changes."""
    batch = lock(batch)
    access.require(permissions.why_not_apply(by, batch))
    check(batch, by, Progress(batch.total))
    return batch


def check(batch: ImportBatch, by: User, progress: Progress) -> None:
    """Judge the rows of a locked list and keep what was said."""
    mapping = Mapping.from_json(batch.mapping)
    if problems := mapping.problems(batch.header):
        raise access.Unmet(problems)
    for rows in importing.judged(batch, by=by):
        keep_rows(rows, VERDICT)
        progress.step(len(rows))
    batch.counts = importing.counted(
        batch.lines.order_by().values_list("becomes", "verdict").annotate(number=Count("pk"))
    )
    batch.remarks, batch.checked_at = importing.remarks(batch), timezone.now()
    batch.save(update_fields=["counts", "remarks", "checked_at"])


def keep_rows(rows: list[ImportRow], fields: list[str]) -> None:
    """Write some fields of many rows at once: as an upsert, ten times as fast as an update with a case for each row."""
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)


@transaction.atomic
def decide_rows(batch: ImportBatch, choices: Choices[int, str], *, by: User) -> ImportBatch:
    """The owner settles rows the dry run asked about; an empty choice takes a decision back. The list is to be checked anew."""
    batch = lock(batch)
    access.require(permissions.why_not_apply(by, batch))
    rows = list(batch.lines.select_for_update(of=("self",)).filter(number__in=choices).order_by("number", "pk"))
    for row in rows:
        choice = choices[row.number]
        if choice and choice not in row.choices:
            raise access.Moved(
                _("Row %(row)s is asked about no more. Look at the list as it is now.") % {"row": row.number}
            )
        row.choice = choice
    ImportRow.objects.bulk_update(rows, ["choice"])
    batch.checked_at = None
    batch.save(update_fields=["checked_at"])
    return batch


@transaction.atomic
def drop_batch(batch: ImportBatch, *, by: User) -> None:
    """The owner throws an uploaded list away; what it was applied to stays."""
    if batch.owner_id == by.pk:
        batch.delete()


@transaction.atomic
def ask_for(task: str, batch: ImportBatch, *, by: User, label: Any) -> Job:
    """Have a long list checked or applied in the background; its owner watches the progress page."""
    access.require(permissions.why_not_apply(by, batch))
    job = later(
        f"projects.tasks.{task}",
        batch.pk,
        key=f"projects.{task}:{batch.pk}",
        by=by,
        label=str(label),
        back_url=batch.get_absolute_url(),
    )
    if not job.total:
        Job.objects.filter(pk=job.pk).update(total=batch.total)
    return job
