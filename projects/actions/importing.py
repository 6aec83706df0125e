"""Lists come in: a plan is applied whole or not at all, and applying the same list again changes nothing."""

from collections.abc import Mapping as Fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Country, Office, User

from .. import content, importing, indexing, permissions
from ..importing import OWN, Mapping, Plan, PlannedRow, Sheet, Verdict
from ..models import ImportBatch, OtherProject, Project, RefCounter
from ..sections import FIELDS
from ..workflow import Tier
from . import values
from .beginning import new_draft
from .editing import follow_groups
from .locking import locked


def upload_batch(sheet: Sheet, *, by: User, office: Office | None) -> ImportBatch:
    """Keep an uploaded list for its owner, with the mapping its column names suggest. No project changes."""
    access.require(permissions.why_not_import(by, office))
    language = office.working_language if office else by.language
    mapping = importing.guess(sheet.header, language=language).to_json()
    return ImportBatch.objects.create(
        owner=by, office=office, name=sheet.name, header=sheet.header, rows=sheet.rows, mapping=mapping
    )


@transaction.atomic
def map_batch(batch: ImportBatch, mapping: Mapping, *, by: User, office: Office | None) -> ImportBatch:
    """The owner says which column is which, for which office."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    access.require(permissions.why_not_apply(by, batch))
    access.require(permissions.why_not_import(by, office))
    batch.mapping, batch.office = mapping.to_json(), office
    batch.save(update_fields=["mapping", "office"])
    return batch


@transaction.atomic
def apply_batch(batch: ImportBatch, *, by: User, seen: Fields[str, int]) -> ImportBatch:
    """Apply an uploaded list, if it would still do what the dry run `seen` had shown; a second time is Moved."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.applied_at:
        raise access.Moved(_("This list was applied already."))
    access.require(permissions.why_not_apply(by, batch))
    sheet = Sheet(batch.name, batch.header, batch.rows)
    mapping = Mapping.from_json(batch.mapping)
    if problems := mapping.problems(sheet.header):
        raise access.Unmet(problems)
    _wait_for_others()
    plan = importing.plan(sheet, mapping, by=by, office=batch.office)
    if plan.counts() != dict(seen):
        raise access.Moved(_("The portfolio changed since this dry run. Look at the new one, then apply it."))
    _apply(plan, by=by, source=batch.name)
    batch.applied_counts, batch.applied_at = plan.counts(), timezone.now()
    batch.save(update_fields=["applied_counts", "applied_at"])
    return batch


@transaction.atomic
def drop_batch(batch: ImportBatch, *, by: User) -> None:
    """The owner throws an uploaded list away; what it was applied to stays."""
    if batch.owner_id == by.pk:
        batch.delete()


@transaction.atomic
def apply_plan(sheet: Sheet, mapping: Mapping, *, by: User, office: Office | None) -> Plan:
    """Plan and apply in one transaction, as the command does."""
    _wait_for_others()
    plan = importing.plan(sheet, mapping, by=by, office=office)
    _apply(plan, by=by, source=sheet.name)
    return plan


def _wait_for_others() -> None:
    """One import at a time: the second sees what the first has made, so the same row cannot come in twice."""
    RefCounter.objects.bulk_create([RefCounter(year=0)], ignore_conflicts=True)
    RefCounter.objects.select_for_update().get(year=0)


def _apply(plan: Plan, *, by: User, source: str) -> None:
    for row in plan.to_apply():
        if row.becomes == OWN:
            _change(row, by) if row.verdict == Verdict.CHANGED else _draft(row, by)
        else:
            _landscape(row, source)


def _draft(row: PlannedRow, by: User) -> Project:
    """A new draft, tier 1, of its lead office; an officer of that office is its manager, else nobody yet."""
    office = row.office
    assert office is not None
    manager = by if access.standing(by).may("edit_projects", office) else None
    project = new_draft(
        office,
        by=by,
        manager=manager,
        title=row.values["title"],
        language=row.values["language"],
        external_id=row.values["external_id"],
        imported=row.values,
        tier=Tier.REGION,
    )
    _fill(project, {name: value for name, value in row.values.items() if name != "title"}, by)
    trail.record(project, "projects.imported", by=by, after=project.status, note=row.values["external_id"])
    indexing.put(project)
    return project


def _change(row: PlannedRow, by: User) -> Project:
    """The list says something new: the fields it changed, and only those nobody edited here."""
    project = locked(row.existing)
    access.require(permissions.why_not_edit(by, project) if not permissions.imports_everywhere(by) else None)
    _fill(project, {name: after for name, (_before, after) in row.changes.items()}, by)
    project.imported, project.changed_at = row.values, timezone.now()
    project.save(update_fields=["imported", "changed_at"])
    trail.record(project, "projects.imported", by=by, changes=row.changes, note=row.values["external_id"])
    indexing.put(project)
    return project


def _fill(project: Project, fields: Fields[str, Any], by: User) -> None:
    for name, value in fields.items():
        if name in FIELDS and value != content.empty(FIELDS[name]):
            values.put(project, name, value, by=by)
    project.save()
    follow_groups(project, by)


def _landscape(row: PlannedRow, source: str) -> OtherProject:
    said = row.values
    columns = {
        "title": said["title"],
        "summary": said["summary"],
        "language": said["language"],
        "organizations": said["organizations"],
        "start_on": date.fromisoformat(said["start_on"]) if said.get("start_on") else None,
        "end_on": date.fromisoformat(said["end_on"]) if said.get("end_on") else None,
        "budget": Decimal(said["budget"]) if said.get("budget") else None,
        "currency": said["currency"],
        "source": source[:200],
        "imported": said,
        "imported_at": timezone.now(),
    }
    other, _is_new = OtherProject.objects.update_or_create(external_id=said["external_id"], defaults=columns)
    other.countries.set(Country.objects.filter(iso2__in=said["countries"]))
    return other
