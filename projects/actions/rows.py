"""The tables inside a record: a row is added, changed or removed; the revision of its field counts each time."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Country, User

from .. import permissions
from ..models import Organization, Project
from ..rowsets import ROWSETS, RowSet
from ..sections import tables
from ..tokens import RowKey
from . import publishing, values
from .drafting import discard_row_draft
from .locking import locked


@transaction.atomic
def add_row(project: Project, rows: str, *, by: User, fields: Mapping[str, Any]) -> Any:
    """Add a row to a table of the record. `fields` are cleaned values by name; an organization comes as a dict."""
    rowset, project = ROWSETS[rows], locked(project)
    access.require(permissions.why_not_edit(by, project, rowset.section))
    row = rowset.model(project=project, **dict(rowset.where))
    if rowset.number:
        row.term = fields.get("term")
        rowset.number(row, values.answers_of(project, [rows], by)[rows].revision)
    _fill(rowset, row, fields)
    put_on_record(project, rowset.name, by, None, rowset.data(row))
    discard_row_draft(project, RowKey(rows, 0), by=by)
    return row


@transaction.atomic
def change_row(project: Project, rows: str, pk: int, *, by: User, fields: Mapping[str, Any], seen: int) -> Any:
    """Change a row, if it is still the one that was seen; else Moved keeps what was typed and shows what stands there."""
    rowset, project = ROWSETS[rows], locked(project)
    access.require(permissions.why_not_edit(by, project, rowset.section))
    row = rowset.rows(project).filter(pk=pk).first()
    if row is None or row.revision != seen:
        raise _moved(project, rowset, row, fields)
    before = rowset.data(row)
    row.revision += 1
    _fill(rowset, row, fields)
    row = rowset.rows(project).get(pk=pk)
    put_on_record(project, rowset.name, by, before, rowset.data(row))
    discard_row_draft(project, RowKey(rows, pk), by=by)
    return row


@transaction.atomic
def remove_row(project: Project, rows: str, pk: int, *, by: User) -> None:
    """Take a row out of the record; what it said stays in the history."""
    rowset, project = ROWSETS[rows], locked(project)
    access.require(permissions.why_not_edit(by, project, rowset.section))
    row = rowset.rows(project).filter(pk=pk).first()
    if row is not None:
        before = rowset.data(row)
        try:
            row.delete()
        except ProtectedError as error:
            raise access.Unmet([_("Values were recorded for this row: it stays, and can be changed.")]) from error
        put_on_record(project, rowset.name, by, before, None)


def _moved(project: Project, rowset: RowSet, row: Any, fields: Mapping[str, Any]) -> access.Moved:
    kept = {rowset.label(name): _said(value) for name, value in fields.items() if value}
    if row is None:
        return access.Moved(_("Somebody removed this row meanwhile."), kept=kept, url=project.get_absolute_url())
    kept[str(_("What stands there now"))] = rowset.text(row)
    return access.Moved(_("Somebody changed this row meanwhile."), kept=kept, url=project.get_absolute_url())


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return str(value["name"])
    return value if isinstance(value, str) else ", ".join(map(str, value)) if hasattr(value, "__iter__") else str(value)


def _fill(rowset: RowSet, row: Any, fields: Mapping[str, Any]) -> None:
    if rowset.table:
        _fill_cells(rowset, row, fields)
    for name in () if rowset.table else rowset.own:
        if name in fields:
            value = fields[name]
            setattr(row, name, _organization(value) if name == "organization" else value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise access.Unmet([_("This one stands in the table already: change that row instead.")]) from error
        raise access.Unmet([_("These values do not go together.")]) from error
    for name in rowset.lists:
        if name in fields:
            getattr(row, name).set(fields[name])


def _fill_cells(rowset: RowSet, row: Any, fields: Mapping[str, Any]) -> None:
    """The cells of a small table, checked by its columns; a new row comes last."""
    assert rowset.table is not None
    data, errors = tables.clean(rowset.table, {**row.data, **fields})
    if errors:
        raise access.Unmet(list(errors.values()))
    row.data = data
    if row.pk is None:
        last = rowset.rows(row.project).aggregate(last=Max("position"))["last"] or 0
        row.position = last + 1


def _organization(said: Mapping[str, Any]) -> Organization:
    """The shared record with this name in this country, made when it is new; upper and lower case make no second one."""
    name, country = " ".join(said["name"].split()), said.get("country")
    where = {"country": country} if isinstance(country, Country) else {"country__isnull": True}
    found = Organization.objects.filter(name__iexact=name, **where).first()
    return found or Organization.objects.create(name=name, kind=said["kind"], country=country)


def put_on_record(project: Project, rows: str, by: User, before: Any, after: Any) -> None:
    """The field of a table counts one more revision, and the history what changed in it."""
    values.put(project, rows, [], by=by)
    project.changed_at = timezone.now()
    project.save(update_fields=["changed_at"])
    trail.record(project, "projects.edited", by=by, changes={rows: [before, after]}, note=ROWSETS[rows].section)
    publishing.publish(project, by=by)
