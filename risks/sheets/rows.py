"""One row of a sheet in the dry run: what it says, what that would change, and whose words count. Pure."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy, pgettext_lazy

from risks.models import Risk

from .rating import Stated


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    UNSEEN = "unseen"


LABELS = {
    Verdict.NEW: pgettext_lazy("row of a sheet", "New"),
    Verdict.CHANGED: pgettext_lazy("row of a sheet", "Changed"),
    Verdict.CONFLICT: pgettext_lazy("row of a sheet", "Conflict"),
    Verdict.UNCHANGED: pgettext_lazy("row of a sheet", "Unchanged"),
    Verdict.REFUSED: pgettext_lazy("row of a sheet", "Refused"),
    Verdict.UNSEEN: pgettext_lazy("row of a sheet", "Not yours to read"),
}
PILLS = {
    "new": "ok",
    "changed": "info",
    "conflict": "warn",
    "unchanged": "neutral",
    "refused": "danger",
    "unseen": "neutral",
}
OURS, THEIRS = "sheet", "register"  # whose words count
CHOICES = {
    OURS: gettext_lazy("Take the sheet"),
    THEIRS: gettext_lazy("Keep the register"),
}


@dataclass
class Row:
    """One row: what it says, what that would change, and whose words count. `fields` are those that would be written."""

    number: int
    ref: str = ""
    title: str = ""
    verdict: Verdict = Verdict.REFUSED
    risk: Risk | None = None
    said: dict[str, str] = field(default_factory=dict)
    stated: Stated = field(default_factory=Stated)
    language: str = ""
    measure: tuple[str, date] | None = None
    fields: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(LABELS[self.verdict])

    @property
    def pill(self) -> str:
        return PILLS[self.verdict]

    @property
    def words(self) -> list[str]:
        """What the sheet said in its own words, kept in the reason of the rating and in the history."""
        return [*self.stated.kept, *self.kept]

    @property
    def is_decided(self) -> bool:
        """Whether a person has anything to say about it."""
        return self.verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.CONFLICT)

    def refuse(self, column: str, reason: str) -> None:
        self.verdict = Verdict.REFUSED
        self.problems.append((column, reason))

    def does(self, choice: str) -> bool:
        """Whether it is written: a conflict only where the sheet was chosen, the rest unless the register was."""
        return self.is_decided and (choice == OURS if self.verdict == Verdict.CONFLICT else choice != THEIRS)
