"""What of a project's own record asks for a category of risk to be answered. Reads only.

A trigger is kept with the answer it was given on. One that came since, or whose words changed, makes a "does not apply"
stale the moment somebody looks: nothing has to be called when the record changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from projects import content
from projects.content import Record
from projects.sections import FIELDS, SECTION_OF
from risks.models import Category, CategoryScreening, Register
from risks.workflow import ScreeningAnswer

from .finders import digest
from .rules import NAMES, RULES, Rule

__all__ = [
    "NAMES",
    "RULES",
    "Asked",
    "Rule",
    "Trigger",
    "frozen",
    "of_record",
    "of_register",
    "screening",
    "since",
]


@dataclass(frozen=True)
class Trigger:
    """One thing in the record that asks for a category. `stamp` is the same in every language of the reader."""

    rule: str
    field: str
    key: str
    stamp: str
    what: str
    why: Any
    url: str

    @property
    def sentence(self) -> str:
        """Why, with the words of the record."""
        return str(self.why) % {"what": self.what}

    @property
    def place(self) -> str:
        """The part of the record it stands in, for who does not read the working copy."""
        return str(FIELDS[self.field].label)

    def frozen(self) -> dict[str, str]:
        return {"rule": self.rule, "key": self.key, "stamp": self.stamp, "what": self.what}


def of_record(record: Record, today: date) -> dict[str, list[Trigger]]:
    """What this record triggers today: code of the category -> triggers, in the order of the table. Asks nothing."""
    found: dict[str, list[Trigger]] = {}
    page = record.project.get_absolute_url()
    for rule in RULES:
        url = f"{page}#{SECTION_OF[rule.field].slug}.{rule.field}"
        for key, what, stamp in rule.find(record, today):
            trigger = Trigger(rule.name, rule.field, key, digest(stamp), what, rule.why, url)
            found.setdefault(rule.category, []).append(trigger)
    return found


def of_register(register: Register, today: date) -> dict[str, list[Trigger]]:
    """What the project of a register triggers today, in a fixed number of queries; an office has no record of its own."""
    if register.project is None:
        return {}
    return of_record(content.read(register.project, NAMES), today)


def frozen(found: Iterable[Trigger]) -> dict[str, Any]:
    """The triggers as an answer keeps them."""
    return {"triggers": [trigger.frozen() for trigger in found]}


def since(found: Iterable[Trigger], basis: Mapping[str, Any]) -> list[Trigger]:
    """Those that were not there, or said something else, when the answer was given."""
    then = {(row["rule"], row["key"], row["stamp"]) for row in basis.get("triggers", [])}
    return [trigger for trigger in found if (trigger.rule, trigger.key, trigger.stamp) not in then]


@dataclass(frozen=True)
class Asked:
    """One category in one register: its answer, what triggers it, and what of that came after the answer."""

    category: Category
    answer: CategoryScreening | None
    triggers: list[Trigger] = field(default_factory=list)

    @property
    def new(self) -> list[Trigger]:
        return since(self.triggers, self.answer.basis) if self.answer else []

    @property
    def is_stale(self) -> bool:
        """Only "does not apply" goes stale: what applies applies all the more."""
        return self.answer is not None and self.answer.answer == ScreeningAnswer.NOT and bool(self.new)

    @property
    def is_open(self) -> bool:
        """To be answered, or answered again, before anything is submitted."""
        is_needed = self.category.is_mandatory or bool(self.triggers)
        return self.is_stale or (self.answer is None and is_needed)

    @property
    def seen(self) -> str:
        """A fingerprint of the triggers, for a form that must not answer for what it did not show."""
        return digest(" ".join(f"{t.rule}:{t.key}:{t.stamp}" for t in self.triggers))


def screening(register: Register, today: date, record: Record | None = None) -> list[Asked]:
    """Every category with its answer and triggers, in order; a record that was read already is not read again."""
    found = of_record(record, today) if record else of_register(register, today)
    rows = Category.objects.answered_in(register).in_order()
    return [Asked(category, getattr(category, "answered", None), found.get(category.code, [])) for category in rows]
