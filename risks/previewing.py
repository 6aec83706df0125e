"""What a draft of the method would do to the risks there are, if each were rated the same again. Counts only.

All live rated risks are counted, whoever may read them; none is named. The number of queries does not depend on theirs.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone

from risks import scoring, versions
from risks.models import Acceptance, Category, MatrixVersion, Risk
from risks.scoring import Band, Level, Rating
from risks.workflow import LIVE, Basis, Seat


@dataclass(frozen=True)
class _Method:
    """A version with all that is asked of it over and over."""

    matrix: MatrixVersion
    seats: dict[str, str]

    def band(self, rating: Rating) -> str:
        return scoring.band(rating.likelihood, rating.impact, self.matrix.cells)

    def level(self, rating: Rating, category: Category, is_direct: bool) -> str:
        appetite = self.matrix.appetite_for(category, is_direct=is_direct)
        return scoring.required_level(rating, appetite, self.matrix.cells)


def _methods() -> dict[int, _Method]:
    rows = MatrixVersion.objects.prefetch_related("rules")
    return {
        matrix.pk: _Method(matrix, {level: rule.decides for level, rule in versions.rules(matrix).items()})
        for matrix in rows
    }


def _columns(path: str, position: str) -> list[str]:
    of = f"{path}{position}"
    return [f"{of}_likelihood", f"{of}_impact", f"{of}_detail__people"]


def _rating(likelihood: int, impact: int, people: int | None) -> Rating:
    """As much of a rating as counts: its likelihood, its impact, and whether lives are at stake."""
    return Rating(likelihood, {"programme": impact, **({"people": people} if people else {})})


def preview(draft: MatrixVersion) -> dict[str, Any]:
    """Band now and under the draft, level now and under the draft, who would decide more or less, what would not suffice."""
    methods = _methods()
    categories = {category.pk: category for category in Category.objects.all()}
    then = methods[draft.pk]
    bands, levels, before, after = Counter[Any](), Counter[Any](), Counter[str](), Counter[str]()
    for now, category, is_direct, rating, n in _rated(methods, categories):
        pair = [(m.band(rating), m.level(rating, category, is_direct)) for m in (now, then)]
        bands[pair[0][0], pair[1][0]] += n
        levels[pair[0][1], pair[1][1]] += n
        for method, (_band, level), seats in zip((now, then), pair, (before, after), strict=True):
            if scoring.needs_acceptance(level) and level in method.seats:
                seats[method.seats[level]] += n
    in_force, insufficient = _acceptances(then, categories)
    return {
        "total": sum(bands.values()),
        "moved": sum(n for (was, becomes), n in levels.items() if was != becomes),
        "bands": _table(bands, Band.choices),
        "levels": _table(levels, Level.choices),
        "seats": _seats(before, after),
        "in_force": in_force,
        "insufficient": insufficient,
    }


def _rated(methods: dict[int, _Method], categories: dict[int, Category]) -> Iterator[tuple[Any, ...]]:
    """The live rated risks in groups that every version treats alike: version, category, direct or not, rating, how many."""
    columns = ["assessment__matrix", "category", "is_direct", *_columns("assessment__", "current")]
    rows = Risk.objects.live().exclude(assessment=None).order_by().values_list(*columns).annotate(n=Count("pk"))
    for matrix, category, is_direct, likelihood, impact, people, n in rows:
        yield methods[matrix], categories[category], is_direct, _rating(likelihood, impact, people), n


def _acceptances(then: _Method, categories: dict[int, Category]) -> tuple[int, int]:
    """How many acceptances are in force, and how many of them the draft would find too low for the same rating."""
    in_force = insufficient = 0
    alive = Acceptance.objects.granted().filter(valid_until_on__gte=timezone.localdate(), risk__state__in=LIVE)
    for basis in Basis.values:
        columns = ["level", "band", "risk__category", "risk__is_direct", *_columns("risk__assessment__", basis)]
        rows = alive.filter(basis=basis).order_by().values_list(*columns).annotate(n=Count("pk"))
        for level, band, category, is_direct, likelihood, impact, people, n in rows:
            rating = _rating(likelihood, impact, people)
            wanted = then.level(rating, categories[category], is_direct)
            is_worse = scoring.band_order(then.band(rating)) > scoring.band_order(band)
            in_force += n
            insufficient += n if is_worse or scoring.level_order(wanted) > scoring.level_order(level) else 0
    return in_force, insufficient


def _table(counts: Counter[Any], choices: Any) -> dict[str, Any]:
    """Rows of what is now, columns of what would be; what occurs in neither is left out."""
    there = {value for pair in counts for value in pair}
    shown = [(value, label) for value, label in choices if value in there]
    return {
        "labels": [label for _value, label in shown],
        "rows": [
            {
                "label": label,
                "cells": [
                    {"label": other_label, "n": counts[value, other], "is_same": value == other}
                    for other, other_label in shown
                ],
            }
            for value, label in shown
        ],
    }


def _seats(before: Counter[str], after: Counter[str]) -> list[dict[str, Any]]:
    """Per seat: how many risks are its to decide now, how many would be, and the difference with its sign."""
    return [
        {
            "label": label,
            "before": before[seat],
            "after": after[seat],
            "more": after[seat] - before[seat],
            "less": before[seat] - after[seat],
        }
        for seat, label in Seat.choices
        if before[seat] or after[seat]
    ]
