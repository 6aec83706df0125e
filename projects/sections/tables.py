"""The small tables of a record that nothing joins: their columns as data, and what a row of them must hold. Pure.

One model keeps them all (`TableRow`), so one query reads them all; a row in JSON is text by column.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.utils import formats
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

_ = gettext_lazy
LONGEST = {"text": 300, "longtext": 10_000}
LARGEST = Decimal(10) ** 13


class Cell(StrEnum):
    """What a cell holds; in JSON always text: "1850000.00", "640", "2026-10-12", or the code of a choice."""

    TEXT = "text"
    LONGTEXT = "longtext"
    CHOICE = "choice"
    AMOUNT = "amount"
    COUNT = "count"
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """One column: its kind, its heading, and whether a row needs it. `said` frames the value in a line of words."""

    name: str
    kind: Cell
    label: Any
    hint: Any = ""
    is_required: bool = False
    choices: tuple[tuple[str, Any], ...] = ()
    said: Any = ""


@dataclass(frozen=True)
class Table:
    """One table; `one` is what a row of it is called, and `main` the column that takes a line that came as plain text."""

    name: str
    one: Any
    main: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


LEVELS = (
    ("low", pgettext_lazy("influence", "Low")),
    ("medium", pgettext_lazy("influence", "Medium")),
    ("high", pgettext_lazy("influence", "High")),
)
STANCES = (
    ("supportive", _("Supportive")),
    ("undecided", _("Undecided")),
    ("cautious", _("Cautious")),
    ("opposed", _("Opposed")),
)
LINKS = (
    ("activity", _("From activities to outcomes")),
    ("outcome", _("From outcomes to drivers")),
    ("driver", _("From drivers to less violence")),
    ("context", _("From the context to all of it")),
)
GRADES = (
    ("none", pgettext_lazy("evidence", "None yet")),
    ("weak", pgettext_lazy("evidence", "Weak")),
    ("moderate", pgettext_lazy("evidence", "Moderate")),
    ("strong", pgettext_lazy("evidence", "Strong")),
)
EFFECTS = (("none", pgettext_lazy("effect", "None")), ("possible", _("Possible")), ("likely", _("Likely")))
SEXES = (("women", _("Women and girls")), ("men", _("Men and boys")), ("all", _("Not told apart by sex")))
AGES = (
    ("children", _("Under 15")),
    ("youth", _("15 to 29")),
    ("adults", _("30 and over")),
    ("all", _("Not told apart by age")),
)
ENTRIES = (
    ("agreed", _("Agreed")),
    ("asked", _("Asked for by the donor")),
    ("expectation", _("Expectation to manage")),
    ("point", _("Talking point: critical to us")),
    ("refused", _("Refused by us")),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "budget_lines",
            _("Budget line"),
            "purpose",
            (
                Column("purpose", Cell.TEXT, _("What it is for"), is_required=True),
                Column("amount", Cell.AMOUNT, _("Amount"), _("In the currency of the budget."), is_required=True),
            ),
        ),
        Table(
            "stakeholders",
            _("Stakeholder"),
            "who",
            (
                Column("who", Cell.TEXT, _("Who"), _("An institution or a role, no private person."), is_required=True),
                Column("interest", Cell.LONGTEXT, _("Interest"), _("What they want from this, or fear.")),
                Column("influence", Cell.CHOICE, _("Influence"), choices=LEVELS, said=_("influence: %s")),
                Column("stance", Cell.CHOICE, _("Stance"), choices=STANCES),
            ),
        ),
        Table(
            "assumptions",
            _("Assumption"),
            "text",
            (
                Column("link", Cell.CHOICE, _("Link of the chain"), choices=LINKS),
                Column("text", Cell.LONGTEXT, _("What must hold"), is_required=True),
                Column(
                    "grade",
                    Cell.CHOICE,
                    _("Strength of the evidence"),
                    _("How well is it known, from here or from elsewhere, that this step follows?"),
                    choices=GRADES,
                    said=_("evidence: %s"),
                ),
                Column("source", Cell.TEXT, _("Source of the evidence")),
            ),
        ),
        Table(
            "other_projects",
            _("Effect on another project"),
            "project",
            (
                Column(
                    "project",
                    Cell.TEXT,
                    _("Project"),
                    _("Its name, or its reference in this portal."),
                    is_required=True,
                ),
                Column(
                    "effect", Cell.CHOICE, _("Effect on it"), is_required=True, choices=EFFECTS, said=_("effect: %s")
                ),
                Column("mitigation", Cell.LONGTEXT, _("Mitigation"), _("What you agreed with its team.")),
            ),
        ),
        Table(
            "numbers",
            _("Planned number"),
            "who",
            (
                Column("who", Cell.TEXT, _("Who takes part"), _("A group, never a name."), is_required=True),
                Column("sex", Cell.CHOICE, _("Sex"), is_required=True, choices=SEXES),
                Column("age", Cell.CHOICE, _("Age"), is_required=True, choices=AGES),
                Column("number", Cell.COUNT, _("How many"), is_required=True),
            ),
        ),
        Table(
            "negotiation",
            _("Entry about the negotiation"),
            "text",
            (
                Column("on", Cell.DATE, _("Date")),
                Column("kind", Cell.CHOICE, _("What it is"), choices=ENTRIES),
                Column("text", Cell.LONGTEXT, _("What was said or settled"), is_required=True),
                Column(
                    "expectation",
                    Cell.TEXT,
                    _("What the donor now expects"),
                    _("And what you told them not to expect."),
                    said=_("expects: %s"),
                ),
            ),
        ),
    )
}


def clean(table: Table, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """The row as it is kept (text by column, every column present), and what is wrong with it by column."""
    data, errors = {}, {}
    for column in table.columns:
        try:
            data[column.name] = _clean(column, given.get(column.name))
        except ValueError as error:
            errors[column.name] = str(error)
    return data, errors


def _clean(column: Column, value: Any) -> str:
    text = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        if column.is_required:
            raise ValueError(gettext("“%(column)s” is needed.") % {"column": column.label})
        return ""
    if column.kind in LONGEST and len(text) > LONGEST[column.kind]:
        raise ValueError(gettext("At most %(n)s characters.") % {"n": LONGEST[column.kind]})
    if column.kind == Cell.CHOICE and text not in dict(column.choices):
        raise ValueError(gettext("Choose one of the answers."))
    if column.kind == Cell.AMOUNT:
        return f"{_amount(text):.2f}"
    if column.kind == Cell.COUNT:
        return str(_count(text))
    return _date(text) if column.kind == Cell.DATE else text


def _amount(text: str) -> Decimal:
    """620000, 620,000, 620 000.50 or 620.000,50: groups of three are thousands, what is left over is the decimals."""
    bare = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    bare = re.sub(r"[.,](?=\d{3}(\D|$))", "", bare).replace(",", ".")
    try:
        found = Decimal(bare)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found < LARGEST:
        raise ValueError(gettext("An amount is a figure, for example 620000."))
    return found


def _count(text: str) -> int:
    bare = re.sub(r"[\s\u00a0\u202f'’.,](?=\d{3}(\D|$))", "", text)
    if not re.fullmatch(r"[0-9]{1,9}", bare):
        raise ValueError(gettext("A number is a whole figure, for example 640."))
    return int(bare)


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(gettext("A date is written as year, month, day: 2026-10-12.")) from None


def words(table: Table, data: Mapping[str, str]) -> list[str]:
    """The cells that hold something, as a reader says them, in the order of the columns."""
    return [_said(column, data[column.name]) for column in table.columns if data.get(column.name)]


def _said(column: Column, value: str) -> str:
    if column.kind == Cell.CHOICE:
        value = str(dict(column.choices).get(value, value))
    elif column.kind == Cell.AMOUNT:
        value = formats.number_format(Decimal(value), decimal_pos=2, use_l10n=True, force_grouping=True)
    elif column.kind == Cell.COUNT:
        value = formats.number_format(int(value), use_l10n=True, force_grouping=True)
    elif column.kind == Cell.DATE:
        value = formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
    return str(column.said) % value if column.said else value


def total(rows: list[Mapping[str, str]], column: str) -> Decimal:
    """The sum of a column of figures; rows without one count nothing."""
    return sum((Decimal(row[column]) for row in rows if row.get(column)), Decimal(0))
