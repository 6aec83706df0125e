"""A standard indicator over many projects: what may be added is added, what may not is set side by side.

Numbers add up, with a warning where the same people may stand in two projects. Percentages and scores are never added:
they are listed with how many were asked, and their mean is weighted by that, over those who say it. Pure, no queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from .measures import DIMENSIONS, ValueType
from .measuring import open_parts
from .models import IndicatorValue
from .sections import OPEN

MOST_PAIRS = 20


@dataclass
class Contribution:
    """What one project gives: of what adds up the sum of its values, else the last one."""

    project: Any
    adds_up: bool
    amount: Decimal
    base: int | None
    start_on: date
    end_on: date
    parts: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    undivided: dict[str, Decimal] = field(default_factory=dict)  # of each dimension, what was not broken down by it


@dataclass(frozen=True)
class Figure:
    """The contributions of some projects as one figure. `total` for numbers; the rest for percentages and scores."""

    given: list[Contribution]
    total: Decimal | None
    low: Decimal | None
    high: Decimal | None
    mean: Decimal | None
    based: int  # projects that say how many were asked
    asked: int

    @property
    def projects(self) -> int:
        return len(self.given)


def contributions(values: Iterable[IndicatorValue], year: int | None = None) -> list[Contribution]:
    """One for each indicator of a project, from its values in order; of a year, those whose period ends in it."""
    found: dict[int, Contribution] = {}
    for value in values:
        if value.value is None or (year and value.end_on.year != year):
            continue
        indicator = value.indicator
        before = found.get(indicator.pk)
        if before is None or not indicator.adds_up:
            found[indicator.pk] = _first(value)
        else:
            before.amount += value.value
            before.end_on, before.start_on = max(before.end_on, value.end_on), min(before.start_on, value.start_on)
            before.base = (before.base or 0) + value.base if value.base else before.base
            _add_parts(before, value)
    return list(found.values())


def _first(value: IndicatorValue) -> Contribution:
    made = Contribution(
        project=value.indicator.project,
        adds_up=value.indicator.adds_up,
        amount=value.value or Decimal(0),
        base=value.base,
        start_on=value.start_on,
        end_on=value.end_on,
    )
    _add_parts(made, value)
    return made


def _add_parts(made: Contribution, value: IndicatorValue) -> None:
    for code, dimension in DIMENSIONS.items():
        if dimension.visibility != OPEN or not dimension.categories:
            continue
        parts = open_parts(value.parts).get(code, {})
        if not parts:
            made.undivided[code] = made.undivided.get(code, Decimal(0)) + (value.value or Decimal(0))
        for category, number in parts.items():
            held = made.parts.setdefault(code, {})
            held[category] = held.get(category, Decimal(0)) + Decimal(number)


def figure(given: list[Contribution], value_type: str) -> Figure:
    """Contributions of one type of value as one figure."""
    amounts = [each.amount for each in given]
    based = [each for each in given if each.base]
    asked = sum(each.base or 0 for each in based)
    is_number = value_type == ValueType.NUMBER
    weighted = sum((each.amount * (each.base or 0) for each in based), Decimal(0))
    return Figure(
        given=given,
        total=sum(amounts, Decimal(0)) if is_number and amounts else None,
        low=min(amounts, default=None) if not is_number else None,
        high=max(amounts, default=None) if not is_number else None,
        mean=round(weighted / asked, 1) if not is_number and asked else None,
        based=len(based),
        asked=asked,
    )


def divided(given: list[Contribution]) -> dict[str, dict[str, Decimal]]:
    """Numbers broken down: dimension -> category -> sum, and under "" what nobody broke down. Empty ones are left out."""
    found: dict[str, dict[str, Decimal]] = {}
    for code, dimension in DIMENSIONS.items():
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for each in given:
            for category, number in each.parts.get(code, {}).items():
                sums[category] += number
            if code in each.undivided:
                sums[""] += each.undivided[code]
        if any(category for category in sums):
            order = [category for category, _label in dimension.categories]
            found[code] = {category: sums[category] for category in [*order, ""] if category in sums}
    return found


@dataclass(frozen=True)
class Shared:
    """What two projects have in common, so that they may count the same people."""

    one: Any
    other: Any
    countries: set[str]
    themes: set[str]


def overlaps(given: list[Contribution], facts: dict[int, dict[str, set[str]]]) -> list[Shared]:
    """Pairs of projects that count at the same time in a common country under a common theme, twenty at most: of each
    project that meets others, one pair for each country and theme.

    `facts` = {project: {"countries": codes, "themes": codes}}, as the reader reads them. Two indicators of one project are
    no pair: there the team itself has to say what overlaps.
    """
    together: dict[tuple[str, str], list[Contribution]] = defaultdict(list)
    for each in sorted(given, key=lambda each: (each.start_on, each.project.pk)):
        told = facts.get(each.project.pk, {})
        for pair in product(told.get("countries", set()), told.get("themes", set())):
            together[pair].append(each)
    found: dict[tuple[int, int], Shared] = {}
    for (country, theme), rows in sorted(together.items()):
        for one, other in _meeting(rows):
            pair_of = (one.project.pk, other.project.pk)
            shared = found.setdefault(pair_of, Shared(one.project, other.project, set(), set()))
            shared.countries.add(country)
            shared.themes.add(theme)
            if len(found) >= MOST_PAIRS:
                return list(found.values())
    return list(found.values())


def _meeting(rows: list[Contribution]) -> Iterable[tuple[Contribution, Contribution]]:
    """Of rows in order of their start, each with the one that reaches farthest of those before it, where they meet."""
    before: Contribution | None = None
    for row in rows:
        if before is not None and row.start_on <= before.end_on and row.project.pk != before.project.pk:
            yield before, row
        if before is None or row.end_on > before.end_on:
            before = row
