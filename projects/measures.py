"""What an indicator can be: levels, types of value, how often it is reported, by what it is broken down. Pure data."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .sections import OPEN, TEAM


class Level(models.TextChoices):
    OUTPUT = "output", _("Output")
    OUTCOME = "outcome", _("Outcome")
    IMPACT = "impact", _("Impact")


class ValueType(models.TextChoices):
    """Number, percent and scale are counted; text is told."""

    NUMBER = "number", pgettext_lazy("value type", "Number")
    PERCENT = "percent", _("Percent")
    SCALE = "scale", _("Scale from 1 to 5")
    TEXT = "text", _("Text")


class Frequency(models.TextChoices):
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every three months")
    HALF_YEARLY = "half_yearly", _("Every six months")
    YEARLY = "yearly", _("Every year")
    START_END = "start_end", _("At the start and at the end")


class Quality(models.TextChoices):
    """How far a value can be relied on."""

    VERIFIED = "verified", _("Checked against its source")
    REPORTED = "reported", _("As reported, not checked yet")
    ESTIMATED = "estimated", _("Estimated")


MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
LIMITS = {ValueType.PERCENT: (Decimal(0), Decimal(100)), ValueType.SCALE: (Decimal(1), Decimal(5))}
HIGHEST = Decimal(10) ** 12
UNKNOWN = ("unknown", _("Not known"))


@dataclass(frozen=True)
class Dimension:
    """One way to break a value down. Without categories of its own, the team names them. Places and groups that people
    say they belong to stay with the team: in a small place they point at persons."""

    code: str
    label: Any
    categories: tuple[tuple[str, Any], ...] = ()
    visibility: str = OPEN


DIMENSIONS: dict[str, Dimension] = {
    each.code: each
    for each in (
        Dimension(
            "sex",
            _("Sex"),
            (("female", _("Women and girls")), ("male", _("Men and boys")), ("other", _("Another answer")), UNKNOWN),
        ),
        Dimension(
            "age",
            _("Age"),
            (
                ("under-15", _("Under 15")),
                ("15-17", _("15 to 17")),
                ("18-29", _("18 to 29")),
                ("30-59", _("30 to 59")),
                ("60-over", _("60 and over")),
                UNKNOWN,
            ),
        ),
        Dimension(
            "disability",
            _("Disability"),
            (
                ("with", pgettext_lazy("disability", "With")),
                ("without", pgettext_lazy("disability", "Without")),
                UNKNOWN,
            ),
        ),
        Dimension("location", _("Place"), visibility=TEAM),
        Dimension("group", _("Group people say they belong to"), visibility=TEAM),
        Dimension("type", _("Type")),
        Dimension("institution", _("Institution")),
        Dimension("channel", _("Channel")),
        Dimension("language", _("Language")),
    )
}
# How the bank's own words for a dimension are called here.
BANK_DIMENSIONS = {
    "group of self-identification (optional)": "group",
    "type of dispute": "type",
    "level of authority": "type",
}


def dimensions_of(said: str) -> list[str]:
    """The dimensions a line of the bank names, "sex, age, location", in our order; what is unknown here is left out."""
    named = {BANK_DIMENSIONS.get(part.strip(), part.strip()) for part in said.split(",")}
    return [code for code in DIMENSIONS if code in named]


def value_type_of(unit: str) -> str:
    """The type of value behind a unit of the bank."""
    return {"percent": ValueType.PERCENT, "score": ValueType.SCALE}.get(unit, ValueType.NUMBER)


def number(said: Any) -> Decimal | None:
    """A plain number, or None for anything else: words, infinities, more digits than a value has."""
    try:
        found = Decimal(str(said).strip().replace("\u202f", "").replace("\xa0", "").replace(" ", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < HIGHEST else None


def plain(value: Decimal) -> str:
    """A number as it stands in data: no exponent, no zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
