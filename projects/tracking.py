"""The course of one indicator: its values in order as this reader may see them, set against baseline and target."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from . import measuring
from .measures import DIMENSIONS, ValueType
from .models import Indicator, IndicatorValue, Project

ENDORSED = (
    *("name", "level", "value_type", "unit", "baseline", "target", "source", "frequency", "disaggregation", "adds_up"),
    *("proxy_for", "is_measurable", "why_not_measurable"),
)


@dataclass(frozen=True)
class Step:
    """One value in the course; `reached` is the total so far where values add up, else the value itself."""

    value: IndicatorValue
    reached: Decimal | None
    parts: list[tuple[str, str]]

    @property
    def shown(self) -> str:
        return said(self.value.value) if self.value.value is not None else self.value.text

    @property
    def reached_shown(self) -> str:
        return said(self.reached)


@dataclass(frozen=True)
class Course:
    """An indicator as this reader reads it, and the steps of its values."""

    indicator: Indicator
    steps: list[Step] = field(default_factory=list)

    @property
    def reached(self) -> Decimal | None:
        return self.steps[-1].reached if self.steps else None

    @property
    def way(self) -> int | None:
        """How much of the way from baseline to target is behind, in percent; None where one of them is no number."""
        target, now = self.indicator.target_number, self.reached
        start = Decimal(0) if self.indicator.adds_up else self.indicator.baseline_number
        if target is None or now is None or start is None or target == start:
            return None
        return round(100 * (now - start) / (target - start))


def said(number: Decimal | None) -> str:
    """A number as the language writes it, without decimals that say nothing."""
    if number is None:
        return "–"
    plain = number.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return number_format(plain, decimal_pos=places, use_l10n=True, force_grouping=True)


def as_read(indicator: Indicator, project: Project, reads: str) -> Indicator | None:
    """The indicator for this reader: as it stands to the people of the project, as it was endorsed to others."""
    if reads != "open":
        return indicator
    row = measuring.endorsed_rows(project).get(indicator.code)
    if row is None:
        return None
    told = {name: row[name] for name in ENDORSED if name in row}
    return Indicator(project=project, pk=indicator.pk, code=indicator.code, term=indicator.term, **told)


def course(indicator: Indicator, values: Iterable[IndicatorValue], *, is_open: bool = False) -> Course:
    """The values in order. Readers beyond the team see no notes, places and groups."""
    steps, total = [], Decimal(0)
    for value in values:
        if value.value is not None:
            total = total + value.value if indicator.adds_up else value.value
        if is_open:
            value.note, value.parts = "", measuring.open_parts(value.parts)
        steps.append(Step(value, None if value.value is None else total, _parts(value)))
    return Course(indicator, steps)


def _parts(value: IndicatorValue) -> list[tuple[str, str]]:
    found = []
    for code, dimension in DIMENSIONS.items():
        parts = value.parts.get(code, {})
        ours = [name for name, _label in dimension.categories if name in parts]
        order = dict.fromkeys([*ours, *parts])
        words = [f"{measuring.category_label(code, name)} {said(Decimal(parts[name]))}" for name in order]
        found += [(str(dimension.label), ", ".join(words))] if words else []
    return found


WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 280, 88, 16, 24, 40


def drawing(found: Course, start_on: date | None, end_on: date | None) -> dict[str, Any] | None:
    """Where the lines of the chart run, as text for SVG; None while there is no figure to draw."""
    indicator = found.indicator
    points = [(step.value.end_on, step.reached) for step in found.steps if step.reached is not None]
    if not points or indicator.value_type == ValueType.TEXT:
        return None
    target = indicator.target_number
    baseline = None if indicator.adds_up else indicator.baseline_number
    days = [day for day, _reached in points] + [day for day in (start_on, end_on) if day]
    first, last = min(days), max(days)
    levels: list[Decimal] = [reached for _day, reached in points]
    highest: Decimal = max(levels + [each for each in (target, baseline) if each is not None])
    step = _step(highest)
    top = step * max(Decimal(1), (highest / step).to_integral_value(ROUND_CEILING))
    span = max((last - first).days, 1)

    def x(day: date) -> str:
        return str(LEFT + round((WIDTH - LEFT - RIGHT) * (day - first).days / span))

    def y(number: Decimal) -> str:
        return str(HEIGHT - BOTTOM - round((HEIGHT - TOP - BOTTOM) * number / top))

    lines = [{"y": y(step * n), "label": said(step * n)} for n in range(int(top / step) + 1)]
    return {
        "width": str(WIDTH),
        "height": str(HEIGHT),
        "left": str(LEFT),
        "right": str(WIDTH - RIGHT),
        "foot": str(HEIGHT - 8),
        "lines": lines,
        "way": " ".join(f"{x(day)},{y(reached)}" for day, reached in points),
        "points": [{"x": x(day), "y": y(reached)} for day, reached in points],
        "target": y(target) if target is not None else "",
        "baseline": y(baseline) if baseline is not None else "",
        "first": first,
        "last": last,
        "description": _told(found, target),
    }


def _step(highest: Decimal) -> Decimal:
    """A round distance between the lines of the grid: at most five of them."""
    wanted = max(highest, Decimal("0.0001")) / 4
    power = Decimal(10) ** (wanted.adjusted())
    return next(power * n for n in map(Decimal, (1, 2, 5, 10)) if power * n >= wanted)


def _told(found: Course, target: Decimal | None) -> str:
    names = {"now": said(found.reached), "target": said(target)}
    if target is None:
        return _("The last value stands at %(now)s. There is no target in figures.") % names
    return _("The last value stands at %(now)s, the target is %(target)s.") % names
