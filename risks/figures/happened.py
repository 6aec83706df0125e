"""Foreseen against materialised: what happened, whether a register had foreseen it, and how it was rated before."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from risks import scoring
from risks.models import Assessment, Incident

from .asking import Asked


def incidents(asked: Asked) -> Any:
    """The incidents this person may read, of the registers counted."""
    found = Incident.objects.visible_to(asked.user).filter(asked.of_registers("register"))
    return found.filter(risks__category__code=asked.category).distinct() if asked.category else found


def before() -> dict[str, Any]:
    """For rows that link an incident with a risk: band and matrix of the last rating made before the day it happened."""
    rated = (
        Assessment.objects.filter(risk=OuterRef("risk"))
        .annotate(on=TruncDate("assessed_at"))
        .filter(on__lt=OuterRef("incident__happened_on"))
        .order_by("-number")
    )
    return {
        "band_before": Subquery(rated.values("current_band")[:1]),
        "matrix_before": Subquery(rated.values("matrix__number")[:1]),
    }


def links(asked: Asked) -> Any:
    """Which risk each incident made real, rated how before."""
    through = Incident.risks.through.objects.filter(incident__in=incidents(asked).order_by().values("pk"))
    return through.annotate(**before())


def happened(asked: Asked) -> dict[str, Any]:
    """How many were foreseen and how many nobody had foreseen; of the risks that came true, how they had been rated, a
    line for each matrix. Two queries."""
    counted = (
        incidents(asked)
        .order_by()
        .aggregate(
            n=Count("pk", distinct=True),
            foreseen=Count("pk", filter=Q(is_foreseen=True), distinct=True),
            grave=Count("pk", filter=Q(is_foreseen=False, impact__gte=4), distinct=True),
        )
    )
    found: Counter[Any] = Counter()
    rows = (
        links(asked).order_by().values_list("matrix_before", "band_before").annotate(n=Count(F("risk"), distinct=True))
    )
    for matrix, band, n in rows:
        found[matrix, band] += n
    numbers = sorted({matrix for matrix, _band in found if matrix}, reverse=True)
    lines = [
        {"matrix": number, "cells": [found[number, band] for band in reversed(scoring.Band.values)]}
        for number in numbers
    ]
    return counted | {
        "unforeseen": counted["n"] - counted["foreseen"],
        "lines": lines,
        "unrated": found[None, None],
        "bands": [label for _value, label in reversed(scoring.Band.choices)],
    }


def told(rows: list[Incident], through: Any) -> list[dict[str, Any]]:
    """The incidents of a page, each with the risks it made real and their band before; one query."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for link in through.filter(incident__in=[row.pk for row in rows]).select_related("risk").order_by("risk__number"):
        found[link.incident_id].append(
            {"ref": link.risk.ref, "band": link.band_before or "", "matrix": link.matrix_before}
        )
    return [{"incident": row, "risks": found[row.pk]} for row in rows]
