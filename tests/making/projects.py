"""Builders of projects: the row as it would stand in the database, complete or not, in any status."""

import itertools
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from projects import content
from projects.actions import values
from projects.models import (
    Activity,
    ContextAnalysis,
    Driver,
    Location,
    Organization,
    Outcome,
    Participation,
    Project,
    ProjectMember,
    TableRow,
    ValueSheet,
)
from projects.sections import FIELDS, Kind
from projects.workflow import BEFORE_SUBMISSION, PUBLISHED
from pvehub.people.models import User

from . import ground
from .monitoring import document, indicator, standard, value

_numbers = itertools.count(1)


def project(*, office: Any = "UG", manager: User | None = None, status: str = "draft", **fields: Any) -> Project:
    """A project of a mission (tier 0 unless said otherwise); beyond draft it has its moment and, endorsed, its content."""
    if isinstance(office, str):
        office = ground.office(office)
    number = next(_numbers)
    manager = manager or ground.user("project-officer", office)
    # A year of its own: builders take no numbers from the counter of refs.
    fields = {"ref": f"PVE-1999-{number:04d}", "title": f"Project {number}", "tier": 0, "created_by": manager} | fields
    if status not in BEFORE_SUBMISSION:
        fields = {"submitted_once_at": timezone.now(), "open_sections": []} | fields
    if status in ("active", "closing", "closed"):  # from activation on; a number the book of codes does not give
        fields = {"code": f"PE.T{number:04d}", "activated_at": timezone.now()} | fields
    many = {
        name: fields.pop(name) for name in ("countries", "themes", "target_groups", "partner_offices") if name in fields
    }
    made = Project(lead_office=office, manager=manager, status=status, **fields)
    if status in PUBLISHED and made.endorsed_content is None:
        made.endorsed_content = {"sections": [], "language": made.language}
        made.save()
        made.endorsed_content = content.frozen(made)
    made.save()
    if office.country_id and "countries" not in many:
        made.countries.add(office.country)
    for name, things in many.items():
        getattr(made, name).set(things)
    return made


def complete_project(*, classification: str = "specific", **fields: Any) -> Project:
    """A draft in which nothing is missing: every required field answered, a driver, an outcome on it, an activity."""
    today = timezone.localdate()
    start = today.replace(month=1, day=1)
    fields = {
        "title": "Market committees of the lake",
        "public_title": "A lively market",
        "summary": "Traders and young people settle disputes together.",
        "start_on": start,
        "end_on": start + timedelta(days=730),
        "budget": Decimal("1200000.00"),
        "currency": "EUR",
        "classification": classification,
        "classification_reason": "The outcome answers a driver, and evidence supports the theory.",
        "themes": [ground.term("themes", "SOCOH", "Social cohesion")],
        "target_groups": [ground.term("target-groups", "YTH", "Young people")],
    } | fields
    made = project(**fields)
    driver = ground.term("drivers", "SM2", "Marginalization and discrimination")
    Driver.objects.create(project=made, term=driver, level="high", confidence="medium", evidence="Household survey")
    outcome = Outcome.objects.create(project=made, text="Young traders trust the committee.", change="communal")
    outcome.drivers.add(driver)
    Activity.objects.create(project=made, text="Train forty mediators.", outcome=outcome)
    indicator(made, name="Traders who say the committee is fair")
    ContextAnalysis.objects.create(
        project=made,
        text="Disputes over stalls end in fights.",
        written_on=start,
        review_on=today + timedelta(days=365),
    )
    answer_all(made)
    if made.status in PUBLISHED:
        made.endorsed_content = content.frozen(made)
        made.save()
    return made


def answer_all(project: Project) -> None:
    """Answer every required field that is still empty."""
    record = content.read(project)
    for name, item in FIELDS.items():
        if item.is_required(project.classification) and record.is_empty(item) and item.kind != Kind.ROWS:
            values.put(project, name, _something(item), by=project.manager)
    project.save()


def _something(item: Any) -> Any:
    if item.kind == Kind.CHOICE:
        return item.choices[0][0]
    if item.kind == Kind.CHOICES:
        return [item.choices[0][0]]
    if item.kind in (Kind.MONEY, Kind.NUMBER):
        return "5"
    if item.kind == Kind.DATE:
        return (timezone.localdate() - timedelta(days=60)).isoformat()
    return f"Said about {item.name}."


def member(project: Project, user: User, **fields: Any) -> ProjectMember:
    return ProjectMember.objects.create(project=project, user=user, **fields)


def participation(
    project: Project, name: str = "District council", *, role: str = "partner", **fields: Any
) -> Participation:
    organization, _is_new = Organization.objects.get_or_create(name=name, defaults={"kind": "local"})
    return Participation.objects.create(project=project, organization=organization, role=role, **fields)


def location(project: Project, place: str = "Kawempe", **fields: Any) -> Location:
    return Location.objects.create(project=project, place=place, **fields)


def table_row(project: Project, table: str, **data: str) -> TableRow:
    """A row of one of the small tables, as it would stand in the database."""
    position = project.table_rows.filter(table=table).count() + 1
    return TableRow.objects.create(project=project, table=table, position=position, data=data)


def _everywhere(people: Any, state: str) -> Project:
    """A project of the cast's author in one state of the matrix, the canary in all its texts."""
    status, _, tier = state.partition("_t")
    status = {"submitted": "in_endorsement", "refused": "not_endorsed"}.get(status, status)
    texts = {name: f"{name} {people.canary}" for name in ("title", "public_title", "summary", "classification_reason")}
    made = complete_project(manager=people.author, tier=int(tier or 0), **texts)
    participation(made, f"Council {people.canary}", added_value=people.canary)
    Location.objects.create(project=made, place=f"Place {people.canary}", note=people.canary)
    made.analyses.update(text=f"Analysis {people.canary}", sources=people.canary)
    table_row(made, "stakeholders", who=f"Council {people.canary}")
    table_row(made, "negotiation", text=people.canary)
    for answer in made.answers.filter(value__isnull=False):
        if isinstance(answer.value, str) and FIELDS[answer.field].kind == Kind.LONGTEXT:
            answer.value = f"{answer.field} {people.canary}"
            answer.save()
    if status not in BEFORE_SUBMISSION:
        made.status, made.submitted_once_at, made.open_sections = status, timezone.now(), []
        made.endorsed_content = content.frozen(made) if status in PUBLISHED else None
        if status in ("active", "closing", "closed"):
            made.code, made.activated_at = f"PE.T{made.pk:04d}", timezone.now()
        made.save()
    said = {"author": people.author, "happened_on": timezone.localdate()}
    made.updates.create(kind="donor", text=f"The donor asked {people.canary}.", **said)
    made.visits.create(place=f"Market {people.canary}", purpose=people.canary, findings=people.canary, **said)
    made.section_slug = "overview"
    made.rows_name, made.new_row = "partners", 0
    return made


def _row(state: str, people: Any) -> Participation:
    row = _everywhere(people, state).participations.get()
    row.rows_name = "partners"
    return row


def _indicator(state: str, people: Any) -> Any:
    return _everywhere(people, state).indicators.get()


def _value(state: str, people: Any) -> Any:
    return value(_indicator(state, people), note=f"note {people.canary}", parts={"location": {people.canary: "40"}})


def _value_sheet(state: str, people: Any) -> ValueSheet:
    made, header = _everywhere(people, state), ["indicator", "start_on", "end_on", "note"]
    rows = [[2, ["OWN-99", "2026-01-01", "2026-01-31", people.canary]]]
    return ValueSheet.objects.create(
        project=made, owner=people.own_mission, name=f"{people.canary}.csv", header=header, rows=rows
    )


def _document(state: str, people: Any) -> Any:
    made = _everywhere(people, state)
    return document(made, title=f"Paper {people.canary}", text=f"Paper {people.canary}")


# What the matrix puts into each state: thing -> build(state, people).
THINGS: dict[str, Any] = {
    "project": lambda state, people: _everywhere(people, state),
    "project-row": _row,
    "organization": lambda state, people: _everywhere(people, state).participations.get().organization,
    "document": _document,
    "indicator": _indicator,
    "term": lambda state, people: standard(),
    "value": _value,
    "value-sheet": _value_sheet,
}
