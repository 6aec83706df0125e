"""What stands in many tables of a record, in two queries: the terms it names; its countries, offices, answers and rows."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from django.db import connection
from django.db.models import CharField, DecimalField, F, JSONField, Model, Value
from django.db.models.functions import Cast, JSONObject

from pvehub.files.models import StoredFile
from pvehub.people.models import Country, Office
from pvehub.vocabulary.models import Term

from .models import (
    Activity,
    Answer,
    Component,
    ContextAnalysis,
    Document,
    Driver,
    Indicator,
    Location,
    Organization,
    Outcome,
    Participation,
    Project,
    TableRow,
)

_ANY = -1  # stands for the project while a question is written
_TERM = Term._meta.concrete_fields
TERM = tuple(item.attname for item in _TERM)
# (whose, list of terms) -> (where it is kept, the column of its owner, the path to the project). Where a row is its own
# owner it names one term, in the field of that name.
LISTS: dict[tuple[str, str], tuple[Any, str, str]] = {
    ("project", "themes"): (Project.themes.through, "project_id", "project"),
    ("project", "target_groups"): (Project.target_groups.through, "project_id", "project"),
    ("project", "forms_of_ve"): (Project.forms_of_ve.through, "project_id", "project"),
    ("outcomes", "drivers"): (Outcome.drivers.through, "outcome_id", "outcome__project"),
    ("driver_rows", "term"): (Driver, "id", "project"),
    ("indicators", "term"): (Indicator, "id", "project"),
    ("documents", "kind"): (Document, "id", "project"),
    ("activities", "drivers"): (Activity.drivers.through, "activity_id", "activity__project"),
    ("activities", "interventions"): (Activity.interventions.through, "activity_id", "activity__project"),
    ("activities", "approaches"): (Activity.approaches.through, "activity_id", "activity__project"),
}
# Tables of the record by their accessor on the project: they name terms, each other, and what stands in `BESIDE`.
PLAIN: dict[str, type[Model]] = {
    "answers": Answer,
    "driver_rows": Driver,
    "outcomes": Outcome,
    "activities": Activity,
    "indicators": Indicator,
    "locations": Location,
    "participations": Participation,
    "documents": Document,
    "components": Component,
    "analyses": ContextAnalysis,
    "table_rows": TableRow,
}
# The one row of another table that a row names.
BESIDE: dict[str, tuple[str, type[Model]]] = {
    "locations": ("country", Country),
    "participations": ("organization", Organization),
    "documents": ("file", StoredFile),
}
# What the project itself names many of, beside terms: through which table, and by which of its columns.
NAMED: dict[str, tuple[Any, str, type[Model]]] = {
    "countries": (Project.countries.through, "country", Country),
    "partner_offices": (Project.partner_offices.through, "office", Office),
}


@dataclass(frozen=True)
class Gathered:
    """Of one project: {(whose, list, pk of the owner): terms}, and {accessor: rows}, in no order yet.

    Every living theme stands under ("vocabulary", "themes", 0), because each theme of the record names its kin.
    """

    terms: dict[tuple[str, str, int], list[Term]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))


def read(project: Project) -> Gathered:
    """Two queries, however many tables and rows there are."""
    found = Gathered()
    for whose, name, owner, *values in _asked(_terms_asked, project):
        if values[0] is not None:
            found.terms[(whose, name, owner)].append(_term(values))
    for accessor, *told in _asked(_rows_asked, project):
        own, beside = (json.loads(each) for each in told)
        if accessor in NAMED:
            found.rows[accessor].append(_row(NAMED[accessor][2], beside))
            continue
        row = _row(PLAIN[accessor], own)
        row.project = project
        if beside.get("id"):
            name, model = BESIDE[accessor]
            setattr(row, name, _row(model, beside))
        found.rows[accessor].append(row)
    _tie(found)
    return found


def _term(values: list[Any]) -> Term:
    """PostgreSQL hands JSON over as text; Django would have read it."""
    read = [
        json.loads(value) if isinstance(item, JSONField) else value for item, value in zip(_TERM, values, strict=True)
    ]
    return Term.from_db("default", TERM, read)


def _asked(question: Callable[[int], Any], project: Project) -> list[tuple[Any, ...]]:
    """The rows of one of the two questions. Their text is written once: writing it took Django longer than it takes
    PostgreSQL to answer it (30 ms and 3 ms)."""
    text, values = _written(question)
    with connection.cursor() as cursor:
        cursor.execute(text, [project.pk if value == _ANY else value for value in values])
        return cast(list[tuple[Any, ...]], cursor.fetchall())


@cache
def _written(question: Callable[[int], Any]) -> tuple[str, tuple[Any, ...]]:
    text, values = question(_ANY).query.sql_with_params()
    return text, values


def _terms_asked(pk: int) -> Any:
    lists = [
        through.objects.filter(**{path: pk})
        .annotate(whose=Value(whose), of=Value(name))
        .values_list("whose", "of", owner, *(f"{_field(name, owner)}__{column}" for column in TERM))
        for (whose, name), (through, owner, path) in LISTS.items()
    ]
    return lists[0].union(*lists[1:], _themes(), all=True)


def _rows_asked(pk: int) -> Any:
    plain = [_told(model, pk, accessor) for accessor, model in PLAIN.items()]
    return plain[0].union(*plain[1:], *(_named(name, pk) for name in NAMED), all=True)


def _field(name: str, owner: str) -> str:
    return name if owner == "id" else "term"


def _themes() -> Any:
    themes = (
        Term.objects.of("themes").order_by().annotate(whose=Value("vocabulary"), of=Value("themes"), owner=Value(0))
    )
    return themes.values_list("whose", "of", "owner", *TERM)


def _tie(found: Gathered) -> None:
    """What the rows name: their terms, and an activity its outcome."""
    outcomes = {row.pk: row for row in found.rows["outcomes"]}
    for row in found.rows["activities"]:
        row.outcome = outcomes.get(row.outcome_id)
    for (whose, name), (_through, owner, _path) in LISTS.items():
        for row in found.rows.get(whose, []):
            terms = found.terms.get((whose, name, row.pk), [])
            if owner == "id":
                setattr(row, name, next(iter(terms), None))
            else:
                row.__dict__.setdefault("terms_read", {})[name] = terms


def _columns(model: Any, path: str = "") -> JSONObject:
    """The columns as one JSON object; decimals as text, so that no digit is lost."""
    return JSONObject(
        **{
            item.attname: Cast(path + item.attname, CharField())
            if isinstance(item, DecimalField)
            else F(path + item.attname)
            for item in model._meta.concrete_fields
        }
    )


def _told(model: Any, pk: int, accessor: str) -> Any:
    """Each row as JSON, and the row of another table that it names, where it names one."""
    name, other = BESIDE.get(accessor, ("", None))
    beside = _columns(other, f"{name}__") if other else JSONObject()
    rows = model.objects.filter(project=pk)
    return rows.annotate(accessor=Value(accessor), told=_columns(model), beside=beside).values_list(
        "accessor", "told", "beside"
    )


def _named(accessor: str, pk: int) -> Any:
    """The countries or the partner offices of the project in the same shape."""
    through, column, model = NAMED[accessor]
    said = through.objects.filter(project=pk).annotate(
        accessor=Value(accessor), told=JSONObject(), beside=_columns(model, f"{column}__")
    )
    return said.values_list("accessor", "told", "beside")


def _row(model: Any, told: dict[str, Any]) -> Any:
    columns = model._meta.concrete_fields
    values = [item.to_python(told[item.attname]) for item in columns]
    return model.from_db("default", [item.attname for item in columns], values)


def terms_of(row: Any, name: str) -> list[Term]:
    """The terms of a row in the order of their list: those read with the record, else asked for."""
    held = getattr(row, "terms_read", None)
    terms = held[name] if held is not None else getattr(row, name).all()
    return sorted(terms, key=lambda term: (term.position, term.pk))
