"""A sheet of values: kept for its owner, applied as the dry run showed, thrown away."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User

from .. import permissions, valuesheets
from ..models import Project, ValueSheet
from ..valuesheets import Verdict
from .locking import locked
from .recording import correct_value, record_value


def upload_sheet(project: Project, name: str, header: list[str], rows: list[list[object]], *, by: User) -> ValueSheet:
    """Keep an uploaded sheet for its owner. No value changes."""
    access.require(permissions.why_not_record(by, project))
    if wrong := valuesheets.problems(header):
        raise access.Unmet(wrong)
    return ValueSheet.objects.create(project=project, owner=by, name=name[:200], header=header, rows=rows)


@transaction.atomic
def apply_sheet(sheet: ValueSheet, *, by: User, seen: Mapping[str, int]) -> ValueSheet:
    """Record and correct what the dry run showed, if it would still do that; rows it refuses stay out. Twice is once."""
    project = locked(sheet.project)
    sheet = ValueSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if sheet.owner_id != by.pk:
        access.require(_("Only the person who uploaded a sheet applies it."))
    access.require(permissions.why_not_record(by, project))
    if sheet.applied_at:
        raise access.Moved(_("This sheet was applied already."), url=project.get_absolute_url())
    rows = valuesheets.plan(project, sheet.header, sheet.rows, timezone.localdate())
    if valuesheets.counts(rows) != dict(seen):
        raise access.Moved(_("The values changed meanwhile: look at what the sheet would do now."))
    for row in rows:
        if row.verdict == Verdict.NEW and row.indicator and row.said:
            record_value(row.indicator, row.said, by=by)
        elif row.verdict == Verdict.CHANGED and row.value and row.said:
            correct_value(row.value, row.said, by=by, seen=row.value.revision)
    sheet.applied_at, sheet.applied_counts, sheet.rows = timezone.now(), valuesheets.counts(rows), []
    sheet.save()
    trail.record(project, "projects.values_applied", by=by, note=sheet.name)
    return sheet


@transaction.atomic
def drop_sheet(sheet: ValueSheet, *, by: User) -> None:
    """Throw an uploaded sheet away; what it has recorded stays."""
    if sheet.owner_id != by.pk:
        access.require(_("Only the person who uploaded a sheet throws it away."))
    sheet.delete()
