"""What a section and a field are."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

OPEN, TEAM = "open", "team"  # who reads a section once the project is endorsed
FREE, NOTIFY, AGAIN = "free", "notify", "again"  # what a change after endorsement asks for
REDACT = ("partner", "place", "person", "amount")  # what a redacted copy never holds


class Class(models.TextChoices):
    """What a project is to the prevention of violent extremism; empty until the author has stated it."""

    SPECIFIC = "specific", _("PVE-specific")
    RELEVANT = "relevant", _("PVE-relevant")
    NOT_PVE = "not_pve", _("Not PVE")


class Kind(StrEnum):
    """How a value is typed in, kept and shown. In JSON: text kinds, choice, date, money and number are strings, terms, choices,
    countries and offices lists of codes, people the uid of a person, rows a list of objects."""

    TEXT = "text"
    LONGTEXT = "longtext"
    CHOICE = "choice"
    CHOICES = "choices"  # several of them
    TERMS = "terms"
    COUNTRIES = "countries"
    OFFICES = "offices"
    PEOPLE = "people"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    ROWS = "rows"


@dataclass(frozen=True)
class Field:
    """One question. `required`: never (""), "always", or only of the classes named in it ("specific")."""

    name: str
    kind: Kind
    label: Any
    hint: Any = ""
    why: Any = ""
    example: Any = ""
    question: str = ""  # code in the vocabulary review-questions: the author's and the reviewer's wording of it
    required: str = ""
    visibility: str = ""  # stricter than its section, or empty
    change: str = FREE
    red_line: bool = False
    column: bool = False  # kept on the project itself rather than in an answer
    vocabulary: str = ""  # list of terms
    choices: tuple[tuple[str, Any], ...] = ()
    is_checklist: bool = False  # of several choices: what is not ticked is said too, as open
    words: int = 0  # at most; 0 = no limit of its own
    redact: str = ""  # one of REDACT: this field holds such, so a redacted copy leaves it out

    def is_required(self, classification: str) -> bool:
        return self.required == "always" or classification in self.required.split()


@dataclass(frozen=True)
class Section:
    """A page of the record: answered in any order, open or for the team, with what it is for."""

    slug: str
    title: Any
    purpose: Any
    visibility: str
    fields: tuple[Field, ...] = field(default_factory=tuple)

    def visibility_of(self, item: Field) -> str:
        return TEAM if TEAM in (self.visibility, item.visibility) else OPEN
