"""The shapes a kind is written in: Field and Kind. No database, no form, no rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise
Entry = Literal["line", "text", "lines", "clauses", "table", "choice", "date", "year", "number"]

#: What stands between the cells of a row; people type arrows and bars as their keyboard has them.
_BETWEEN = re.compile(r"\s*(?:→|->|=>|\|)\s*")
#: How a clause that binds begins, in the languages of the interface.
WEIGHTS: Mapping[str, tuple[str, ...]] = {
    "must": ("MUST", "DOIT", "DEBE"),
    "should": ("SHOULD", "DEVRAIT", "DEBERÍA"),
    "red-line": ("RED LINE", "LIGNE ROUGE", "LÍNEA ROJA"),
}

_BLANKED = re.compile(r"[^\r\n]")


def _forbids(line: str) -> bool:
    """Whether a clause draws a red line."""
    return any(line.strip().upper().startswith(word) for word in WEIGHTS["red-line"])


@dataclass(frozen=True)
class Field:
    """One question of a kind: its name in the stored JSON, how it is entered, what it is for."""

    name: str
    label: Text
    hint: Text = ""
    entry: Entry = "text"
    required: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    #: The example helps more than the hint: it is shown under "Good example".
    example: Text = ""
    #: Its answer says where: where the origin is masked it is left out of what readers, search and exports get.
    is_place: bool = False
    #: The cells of a row, where each line is a row ("entry" is "table").
    columns: tuple[Text, ...] = ()
    #: The second cell is a mark from 1 to this.
    scale: int = 0
    #: No more lines than this; 0: as many as it takes.
    most_lines: int = 0
    #: It names words without using them, those to avoid or those of somebody else: no check of words reads it.
    is_mention: bool = False
    #: Readers are warned not to use this answer outside while no seat has approved these very words.
    needs_approval: bool = False

    def used(self, value: str) -> str:
        """The answer as far as it uses its words, of the same length: a clause that draws a red line names what it forbids."""
        if self.is_mention:
            return ""
        if self.entry != "clauses":
            return value
        lines = value.splitlines(keepends=True)
        return "".join(_BLANKED.sub(" ", line) if _forbids(line) else line for line in lines)

    def rows(self, value: str) -> list[list[str]]:
        """The rows of a table, each with as many cells as there are columns."""
        rows = [_BETWEEN.split(line.strip(), len(self.columns) - 1) for line in value.splitlines() if line.strip()]
        return [[*row, *[""] * (len(self.columns) - len(row))] for row in rows]

    def wrong_lines(self, value: str) -> list[int]:
        """The numbers of the lines that are not as the question wants them, the first being 1."""
        lines = list(enumerate(value.splitlines(), start=1))
        return [number for number, line in lines if line.strip() and not self._fits(line.strip())]

    def _fits(self, line: str) -> bool:
        if self.entry == "clauses":
            heading = line.startswith("#") and bool(line.strip("# "))
            return heading or any(line.upper().startswith(word) for words in WEIGHTS.values() for word in words)
        if not self.columns:
            return True
        cells = _BETWEEN.split(line)
        mark = cells[1].split()[0].rstrip(".,;:/") if len(cells) > 1 and cells[1].strip() else ""
        if self.scale:
            return mark[:1].isdigit() and 1 <= int(mark[:1]) <= self.scale
        return bool(cells[0] and mark)

    def label_of(self, value: str) -> Text:
        """The words for a stored value; the value itself unless it is one of the choices."""
        return dict(self.choices).get(value, value)


@dataclass(frozen=True)
class Kind:
    """One kind of knowledge: its questions, what files it carries, how long it may be trusted."""

    slug: str
    label: Text
    plural: Text
    about: Text
    fields: tuple[Field, ...]
    #: Codes of the vocabulary "resource-types" whose files belong to this kind.
    resource_types: tuple[str, ...] = ()
    #: Months until somebody has to say again that it still holds; None: the year stands for it.
    verify_months: int | None = 24
    #: The role at the owner office that answers for it when its verifier is gone.
    verifier_role: str = "project-officer"
    #: Guidance and donor profiles bind others, so that a second person has to agree.
    needs_two: bool = False
    #: The question whose date ends it early: somebody has to look at it again by then at the latest.
    ends_on: str = ""
    #: The question that names an organization the projects know.
    organization: str = ""

    @property
    def by_name(self) -> Mapping[str, Field]:
        """The questions by their stored name."""
        return {field.name: field for field in self.fields}
