"""Builders of indicators, their values, and documents."""

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.models import Document, Indicator, IndicatorValue, Project
from pvehub import files
from pvehub.people.models import User

from . import ground

_numbers = itertools.count(1)
COMPLETE: dict[str, Any] = {
    "level": "outcome",
    "value_type": "percent",
    "unit": "percent",
    "baseline": "31",
    "target": "55",
    "source": "Trader survey",
    "frequency": "half_yearly",
    "disaggregation": ["sex", "age"],
}


def standard(code: str = "PVE-OP-03", **said: Any) -> Any:
    """A term of the bank, as loading would write it."""
    attributes = {"level": "output", "unit": "number", "disaggregation": "sex, age, disability, location"} | said
    term = ground.term("indicators", code, said.pop("name", "Young people completing training"))
    term.attributes = attributes | term.attributes
    term.save()
    return term


def indicator(project: Project, **fields: Any) -> Indicator:
    """A complete indicator: of the bank when a `term` is given, else an own one."""
    number = next(_numbers)
    term = fields.get("term")
    given = {"code": term.code if term else f"OWN-{number:02d}"} | COMPLETE | fields
    if not term:
        given.setdefault("name", f"Indicator {number}")
    return Indicator.objects.create(project=project, **given)


def value(
    indicator: Indicator, amount: Any = "40", *, month: int = 1, year: int = 2026, **fields: Any
) -> IndicatorValue:
    """A value for one month."""
    start = date(year, month, 1)
    given = {"start_on": start, "end_on": start.replace(day=28), "value": Decimal(str(amount))} | fields
    given.setdefault("recorded_by", indicator.project.created_by)
    return IndicatorValue.objects.create(indicator=indicator, **given)


def document(project: Project, *, by: User | None = None, text: str = "", **fields: Any) -> Document:
    """A text file with the record, kept as an upload would be."""
    number, by = next(_numbers), by or project.created_by
    said = text or f"Paper {number}"
    stored = files.store(SimpleUploadedFile(f"paper-{number}.txt", said.encode()), by=by)
    given = {
        "title": f"Paper {number}",
        "name": f"paper-{number}.txt",
        "tier": project.tier,
        "added_at": timezone.now(),
    }
    kind = fields.pop("kind", None) or ground.term("resource-types", "EVAL", "Evaluation report")
    return Document.objects.create(project=project, file=stored, kind=kind, added_by=by, **(given | fields))
