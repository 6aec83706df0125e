"""A new draft from a project one may read: how it works is copied, with attribution; nothing that was rated or decided."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Office, User
from pvehub.vocabulary.models import Term

from .. import content, indexing, permissions
from ..compendium.reading import masks
from ..models import Activity, Outcome, Project, TableRow
from ..redacting import Names
from ..sections import FIELDS, TABLES, Kind
from ..sections.reuse import REUSED
from ..workflow import Tier
from . import values
from .beginning import new_draft
from .editing import follow_groups


@transaction.atomic
def reuse(source: Project, *, by: User, office: Office, title: str) -> Project:
    """Begin a draft of the own office from what this person reads of the source: the working copy if they work on it, the
    endorsed content, or of that the open sections alone. It is never read more widely than its source, and says where it
    comes from; people, places, dates, money, partners, documents, ratings and decisions stay behind. Into another office
    the names that the record knows do not travel in its texts either."""
    source = Project.objects.visible_to(by).select_related("lead_office").get(pk=source.pk)
    access.require(permissions.why_not_reuse(by, source, office))
    said = readable(source, by)
    if office.pk not in source.office_ids():
        said = without_names(said, masks([source])[source.pk])
    project = new_draft(
        office,
        by=by,
        manager=by,
        title=title,
        language=source.language,
        tier=max(Tier.REGION, source.tier),
        replicated_from=source,
    )
    trail.record(project, "projects.reused", by=by, after=project.status, changes={"from": [None, source.ref]})
    if office.country:
        project.countries.add(office.country)
    for name in REUSED:
        if FIELDS[name].kind != Kind.ROWS and said.get(name):
            values.put(project, name, said[name], by=by)
    _rows(project, said, by)
    project.changed_at = timezone.now()
    project.save()
    follow_groups(project, by)
    indexing.put(project)
    return project


def readable(source: Project, user: User) -> dict[str, Any]:
    """The data of the reused fields by name, as far as this person reads them."""
    reads = permissions.reads(user, source)
    if reads == "working" or (reads == "whole" and not source.is_published):
        return dict(content.read(source, [name for name in REUSED if name in FIELDS]).data)
    frozen = source.endorsed_content or {}
    sections = content.open_only(frozen) if reads == "open" else frozen.get("sections", [])
    return {item["name"]: item["data"] for section in sections for item in section["fields"] if item["name"] in REUSED}


def without_names(said: dict[str, Any], names: Names) -> dict[str, Any]:
    """The same data with the names masked in what people wrote; codes stay."""
    found: dict[str, Any] = {}
    for name, value in said.items():
        if FIELDS[name].kind == Kind.ROWS and isinstance(value, list):
            found[name] = [
                {key: names.mask(cell) if isinstance(cell, str) else cell for key, cell in row.items()} for row in value
            ]
        else:
            found[name] = names.mask(value) if isinstance(value, str) else value
    return found


def _rows(project: Project, said: dict[str, Any], by: User) -> None:
    """Outcomes with the drivers they answer, activities with the outcome they serve; a draft may still lack either."""
    outcomes: dict[str, Model] = {}
    for row in said.get("outcomes") or []:
        outcome = Outcome.objects.create(project=project, text=row["text"], change=row["change"])
        outcome.drivers.set(Term.objects.filter(list="drivers", code__in=row.get("drivers", [])))
        outcomes.setdefault(row["text"], outcome)
    for row in said.get("activities") or []:
        activity = Activity.objects.create(project=project, text=row["text"], outcome=outcomes.get(row.get("outcome")))
        activity.drivers.set(Term.objects.filter(list="drivers", code__in=row.get("drivers", [])))
        activity.interventions.set(Term.objects.filter(list="intervention-tags", code__in=row.get("interventions", [])))
        activity.approaches.set(Term.objects.filter(list="approach-tags", code__in=row.get("approaches", [])))
    small = [name for name in REUSED if name in TABLES and said.get(name)]
    for name in small:
        write_table(project, name, said[name])
    for name in ("outcomes", "activities", *small):
        if said.get(name):
            values.put(project, name, [], by=by)


def write_table(project: Project, name: str, said: str | list[dict[str, Any]]) -> None:
    """The rows of a small table; content frozen before it was one holds a text, which makes one row."""
    table = TABLES[name]
    for position, cells in enumerate([{table.main: said}] if isinstance(said, str) else said, 1):
        data = {column.name: str(cells.get(column.name, "")) for column in table.columns}
        TableRow.objects.create(project=project, table=name, position=position, data=data)
