"""Whether a value fits its indicator: one rule for the form, the sheet and every action. And what of it who reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import measures
from .measures import DIMENSIONS, LIMITS, ValueType
from .models import Indicator, IndicatorValue, Project
from .sections import OPEN

Parts = dict[str, dict[str, str]]
LONGEST_CATEGORY, MOST_CATEGORIES, EARLIEST = 60, 40, date(1990, 1, 1)
FIELDS = ("start_on", "end_on", "value", "text", "base", "quality", "note", "parts")


@dataclass(frozen=True)
class Said:
    """A value as somebody states it, not judged yet."""

    start_on: date
    end_on: date
    value: Decimal | None = None
    text: str = ""
    base: int | None = None
    quality: str = measures.Quality.REPORTED
    note: str = ""
    parts: Parts = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """As JSON, equal to that of the value once it is kept."""
        return data_of(self)


def data_of(thing: Said | IndicatorValue) -> dict[str, Any]:
    """A value as JSON: numbers plain, dates ISO; for the history and for telling changed from unchanged."""
    return {
        "start_on": thing.start_on.isoformat(),
        "end_on": thing.end_on.isoformat(),
        "value": "" if thing.value is None else measures.plain(thing.value),
        "text": thing.text,
        "base": "" if thing.base is None else str(thing.base),
        "quality": str(thing.quality),
        "note": thing.note,
        "parts": thing.parts,
    }


def problems(indicator: Indicator, said: Said, others: Iterable[IndicatorValue], today: date) -> list[tuple[str, str]]:
    """What is wrong with a value, as (field, sentence); `others` are the values of other periods of the indicator."""
    found = [*_of_the_period(indicator, said, others, today), *_of_the_figure(indicator, said)]
    for code, parts in said.parts.items():
        found += [(code, sentence) for sentence in _of_the_parts(indicator, said, code, parts)]
    return found


def _of_the_period(
    indicator: Indicator, said: Said, others: Iterable[IndicatorValue], today: date
) -> list[tuple[str, str]]:
    if said.start_on < EARLIEST:
        return [("start_on", _("This period lies too far back."))]
    if said.end_on < said.start_on:
        return [("end_on", _("The end lies before the start."))]
    if said.end_on > today:
        return [("end_on", _("This period has not ended yet."))]
    for other in others:
        if (other.start_on, other.end_on) == (said.start_on, said.end_on):
            return [("start_on", _("There is a value for this period already: correct that one."))]
        overlaps = other.start_on <= said.end_on and said.start_on <= other.end_on
        if indicator.adds_up and overlaps:
            days = {"start": date_format(other.start_on), "end": date_format(other.end_on)}
            return [("start_on", _("It overlaps with %(start)s – %(end)s, so people would be counted twice.") % days)]
    return []


def _of_the_figure(indicator: Indicator, said: Said) -> list[tuple[str, str]]:
    if not indicator.is_counted:
        return [] if said.text.strip() else [("text", _("Say it in words: this indicator is told, not counted."))]
    if said.value is None:
        return [("value", _("Give the value."))]
    sentence = range_of(indicator.value_type, said.value)
    return [("value", sentence)] if sentence else []


def range_of(value_type: str, value: Decimal) -> str:
    """The sentence that says a value is out of range, or nothing."""
    low, high = LIMITS.get(ValueType(value_type), (Decimal(0), measures.HIGHEST))
    if low <= value <= high:
        return ""
    if value_type == ValueType.PERCENT:
        return _("A percentage lies between 0 and 100.")
    if value_type == ValueType.SCALE:
        return _("A value of this scale lies between 1 and 5.")
    return _("A number cannot be below zero.") if value < low else _("This number is too large.")


def _of_the_parts(indicator: Indicator, said: Said, code: str, parts: Mapping[str, str]) -> list[str]:
    dimension = DIMENSIONS.get(code)
    if dimension is None or code not in indicator.disaggregation or not indicator.is_counted:
        return [_("This indicator is not broken down by that.")]
    known = dict(dimension.categories)
    if len(parts) > MOST_CATEGORIES:
        return [_("More than %(n)s parts: take fewer, larger ones.") % {"n": MOST_CATEGORIES}]
    numbers = []
    for category, text in parts.items():
        value = measures.number(text)
        if (known and category not in known) or not category or len(category) > LONGEST_CATEGORY:
            return [_("“%(category)s” is not one of the parts.") % {"category": category[:LONGEST_CATEGORY]}]
        if value is None:
            return [_("“%(category)s”: a number without words.") % {"category": known.get(category, category)}]
        if sentence := range_of(indicator.value_type, value):
            return [sentence]
        numbers.append(value)
    return _of_the_sum(indicator, said.value, numbers)


def _of_the_sum(indicator: Indicator, value: Decimal | None, numbers: list[Decimal]) -> list[str]:
    """Parts of a number add up to it. A percentage or a score lies between the lowest and the highest of its parts."""
    if value is None or not numbers:
        return []
    if indicator.value_type == ValueType.NUMBER:
        total = sum(numbers, Decimal(0))
        names = {"sum": measures.plain(total), "value": measures.plain(value)}
        return [] if total == value else [_("The parts add up to %(sum)s, the value is %(value)s.") % names]
    if len(numbers) > 1 and not min(numbers) <= value <= max(numbers):
        return [_("The value lies outside its own parts; add what is missing as “Not known”.")]
    return []


def endorsed_rows(project: Project) -> dict[str, dict[str, Any]]:
    """The indicators in the endorsed content, as their rows in JSON by code."""
    for section in (project.endorsed_content or {}).get("sections", []):
        for item in section["fields"]:
            if item["name"] == "indicators" and isinstance(item.get("data"), list):
                return {row["code"]: row for row in item["data"] if isinstance(row, dict) and "code" in row}
    return {}


def open_parts(parts: Parts) -> Parts:
    """The parts that readers beyond the team see: places and groups point at persons and stay with the team."""
    return {code: each for code, each in parts.items() if code in DIMENSIONS and DIMENSIONS[code].visibility == OPEN}


def category_label(code: str, category: str) -> str:
    """How a part is called on the page: our categories in the reader's language, the team's own as they were typed."""
    return str(dict(DIMENSIONS[code].categories).get(category, category)) if code in DIMENSIONS else category
