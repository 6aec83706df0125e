"""A checked list is applied whole or not at all, and applying it again changes nothing.

Whole: one transaction for all rows, however many. A list half applied would have to be explained to somebody.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User
from pvehub.vocabulary.models import Term

from .. import content, importing, indexing, permissions
from ..importing import APPLIED, OWN, Verdict
from ..models import Answer, ImportBatch, ImportRow, OtherProject, Project, RefCounter
from ..sections import FIELDS, Kind
from ..workflow import Tier
from . import donating, publishing, values
from .beginning import next_refs
from .editing import follow_groups
from .importing import check, keep_rows, lock
from .locking import locked
from .progressing import Progress


@transaction.atomic
def apply_batch(batch: ImportBatch, *, by: User, seen: str) -> ImportBatch:
    """Apply an uploaded list, if it would still do what the dry run `seen` (its moment, or its counts) had shown."""
    batch = lock(batch)
    if batch.applied_at:
        raise access.Moved(_("This list was applied already."))
    access.require(permissions.why_not_apply(by, batch))
    if not batch.checked_at or seen != seal(batch):
        raise access.Moved(_("The list was checked anew since this dry run. Look at the new one, then apply it."))
    _wait_for_others()
    shown, progress = batch.counts, Progress(batch.total * 2)
    check(batch, by, progress)
    if batch.counts != shown:
        raise access.Moved(_("The portfolio changed since this dry run. Look at the new one, then apply it."))
    _apply(batch, by, progress)
    batch.applied_counts, batch.applied_at = batch.counts, timezone.now()
    batch.save(update_fields=["applied_counts", "applied_at"])
    return batch


def seal(batch: ImportBatch) -> str:
    """What a dry run is known by: its moment; empty while there is none."""
    return batch.checked_at.isoformat() if batch.checked_at else ""


def _wait_for_others() -> None:
    """One import at a time: the second sees what the first has made, so the same row cannot come in twice."""
    RefCounter.objects.bulk_create([RefCounter(year=0)], ignore_conflicts=True)
    RefCounter.objects.select_for_update().get(year=0)


def _apply(batch: ImportBatch, by: User, progress: Progress) -> None:
    write: dict[tuple[str, str], Any] = {
        (OWN, Verdict.NEW): _drafts,
        (OWN, Verdict.CHANGED): _changes,
    }
    for rows in _chunks(batch):
        kinds = groupby(sorted(rows, key=lambda row: (row.becomes, row.verdict, row.number)), _kind)
        for kind, some in kinds:
            write.get(kind, _landscape)(list(some), batch, by)
        keep_rows(rows, ["project", "other"])
        progress.step(len(rows))


def _kind(row: ImportRow) -> tuple[str, str]:
    return row.becomes, row.verdict


def _chunks(batch: ImportBatch) -> Iterator[list[ImportRow]]:
    """The rows to apply, some hundred in memory, in their order."""
    last = 0
    rows = batch.lines.filter(verdict__in=APPLIED).select_related("office", "office__country", "project", "other")
    while chunk := list(rows.filter(number__gt=last).order_by("number", "pk")[: importing.AT_A_TIME]):
        yield chunk
        last = chunk[-1].number


def _drafts(rows: list[ImportRow], batch: ImportBatch, by: User) -> None:
    """New drafts, tier 1, of their lead offices; an officer of the office is the manager, else nobody yet."""
    now, standing = timezone.now(), access.standing(by)
    made = []
    for ref, row in zip(next_refs(now, len(rows)), rows, strict=True):
        office = row.office
        assert office is not None
        manager = by if standing.may("edit_projects", office) else None
        project = Project(ref=ref, lead_office=office, manager=manager, created_by=by, created_at=now, changed_at=now)
        project.tier, project.external_id, project.imported = Tier.REGION, row.values["external_id"], row.values
        project.language = row.values["language"]
        for name in ("title", "summary", "currency"):
            setattr(project, name, row.values[name])
        for name, value in _typed(row.values).items():
            setattr(project, name, value)
        made.append(project)
    for row, project in zip(rows, Project.objects.bulk_create(made), strict=True):
        row.project = project
    _link(Project, "countries", "country_id", [(row.project_id, row.values["countries"]) for row in rows])
    themes = _themes(rows)
    _link(Project, "themes", "term_id", [(row.project_id, _ids(row, themes)) for row in rows])
    donating.give_new(rows)
    Answer.objects.bulk_create(answer for row in rows for answer in _answers(row, by, now))
    notes = [project.external_id for project in made]
    trail.record_new(made, "projects.imported", by=by, after=made[0].status, notes=notes)
    for project in made:
        indexing.put(project)


def _answers(row: ImportRow, by: User, now: datetime) -> list[Answer]:
    """The first revision of every field the list filled; the values stand in columns and tables."""
    names = [name for name in row.values if name in FIELDS and name != "title"]
    filled = [name for name in names if row.values[name] != content.empty(FIELDS[name])]
    return [Answer(project_id=row.project_id, field=name, revision=1, changed_by=by, changed_at=now) for name in filled]


def _typed(said: dict[str, Any]) -> dict[str, Any]:
    """Days and amounts of a row as the columns keep them."""
    return {
        "start_on": date.fromisoformat(said["start_on"]) if said.get("start_on") else None,
        "end_on": date.fromisoformat(said["end_on"]) if said.get("end_on") else None,
        "budget": Decimal(said["budget"]) if said.get("budget") else None,
    }


def _link(model: Any, field: str, column: str, pairs: list[tuple[Any, list[Any]]]) -> None:
    """Rows of a many-to-many table, all at once."""
    through = getattr(model, field).through
    own = f"{model._meta.model_name}_id"
    through.objects.bulk_create(through(**{own: pk, column: other}) for pk, others in pairs for other in others)


def _themes(rows: list[ImportRow]) -> dict[str, int]:
    codes = {code for row in rows for code in row.values.get("themes", [])}
    return dict(Term.objects.filter(list="themes", code__in=codes).values_list("code", "pk")) if codes else {}


def _ids(row: ImportRow, themes: dict[str, int]) -> list[int]:
    return [themes[code] for code in row.values.get("themes", []) if code in themes]


def _changes(rows: list[ImportRow], batch: ImportBatch, by: User) -> None:
    """The list says something new: the fields it changed, and only those nobody edited here."""
    for row in rows:
        assert row.project is not None
        project = locked(row.project)
        if row.changes and not permissions.imports_everywhere(by):
            access.require(permissions.why_not_edit(by, project))
        before = project.imported or {}
        for name, (_before, after) in row.changes.items():
            if name == "donors":
                donating.change(project, before.get("donors", []), after)
            if name in FIELDS:
                values.put(project, name, [] if FIELDS[name].kind == Kind.ROWS else after, by=by)
        project.imported, project.changed_at = row.values, timezone.now()
        project.save()
        follow_groups(project, by)
        changes = {name: [before.get(name, ""), after] for name, (_before, after) in row.changes.items()}
        trail.record(project, "projects.imported", by=by, changes=changes, note=row.values["external_id"])
        indexing.put(project)
        publishing.publish(project, by=by)


def _landscape(rows: list[ImportRow], batch: ImportBatch, by: User) -> None:
    """Records of other organizations, as their list tells them now."""
    texts = ("title", "summary", "language", "organizations", "donors", "contact", "currency")
    facts = {"source": batch.name[:200], "source_on": batch.listed_on or timezone.localdate(batch.created_at)}
    facts |= {"imported_at": timezone.now(), "imported_by": by}
    for row in rows:
        other = row.other = row.other or OtherProject(external_id=row.values["external_id"])
        columns = {name: row.values.get(name, "") for name in texts} | _typed(row.values) | facts
        for name, value in (columns | {"imported": row.values}).items():
            setattr(other, name, value)
    others: list[Any] = [row.other for row in rows]
    new = [other for other in others if other.pk is None]
    known = [other for other in others if other.pk is not None]
    OtherProject.objects.bulk_create(new)
    OtherProject.objects.bulk_update(known, [*texts, "start_on", "end_on", "budget", *facts, "imported"])
    _forget_links(known)
    _link(
        OtherProject, "countries", "country_id", [(row.other.pk, row.values["countries"]) for row in rows if row.other]
    )
    themes = _themes(rows)
    _link(OtherProject, "themes", "term_id", [(row.other.pk, _ids(row, themes)) for row in rows if row.other])
    indexing.put_others(others)


def _forget_links(others: list[Any]) -> None:
    for field in ("countries", "themes"):
        getattr(OtherProject, field).through.objects.filter(otherproject__in=others).delete()
