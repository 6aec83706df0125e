"""Region by category. "Not screened", "does not apply", "none open" and a number are four different marks.

Ratings made with different matrices stand apart in a cell: a worst band is never taken across them.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pvehub.people.models import Office
from pvehub.ui.components import BANDS
from risks import scoring
from risks.models import Category, CategoryScreening
from risks.surveyed import HQ, office_code, region_code
from risks.workflow import ScreeningAnswer

from .asking import Asked


@dataclass(frozen=True)
class Mark:
    """One thing a cell says: a sign, a word, and where it leads. `shade` repeats the word as a colour."""

    kind: str
    sign: str
    word: str
    url: str
    shade: int = 0
    matrix: str = ""


@dataclass(frozen=True)
class Row:
    """A category and its cells, in the order of the places; a cell is a list of marks."""

    code: str
    name: str
    cells: list[list[Mark]]
    total: int
    url: str


@dataclass
class Heat:
    """The whole map: places across, categories down; how the bands are spread, per matrix."""

    places: list[tuple[str, str]]
    rows: list[Row]
    spread: list[dict[str, Any]]
    matrices: list[int]
    is_by_office: bool


@dataclass
class _Facts:
    """Counts by (place, category): open risks per matrix and band, registers per answer."""

    risks: dict[tuple[str, int], Counter[tuple[int | None, str | None]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    answers: dict[tuple[str, int], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    registers: Counter[str] = field(default_factory=Counter)


def heat(asked: Asked, *, is_by_office: bool) -> Heat:
    """Five queries, however many risks: open risks, registers, their answers, categories, the names of places."""
    facts = _read(asked, office_code if is_by_office else region_code)
    categories = Category.objects.order_by("position", "code")
    if asked.category:
        categories = categories.filter(code=asked.category)
    places = _places(set(facts.registers))
    numbers = sorted({m for counts in facts.risks.values() for m, _band in counts if m}, reverse=True)
    draw = _Drawing(asked, facts, "office" if is_by_office else "region", numbers)
    rows = [draw.row(category, [code for code, _name in places]) for category in categories]
    return Heat(places, rows, draw.spread(), numbers, is_by_office)


def _read(asked: Asked, code: Any) -> _Facts:
    facts = _Facts()
    band = f"assessment__{asked.position}_band"
    rows = asked.risks.live().order_by().annotate(place=code("register__"))
    for place, category, matrix, worst, n in rows.values_list(
        "place", "category", "assessment__matrix__number", band
    ).annotate(n=Count("pk")):
        facts.risks[place, category][matrix, worst] += n
    registers = asked.registers.order_by().annotate(place=code())
    facts.registers.update(dict(registers.values_list("place").annotate(n=Count("pk"))))
    answered = CategoryScreening.objects.filter(asked.of_registers("register"), is_stale=False).order_by()
    for place, category, answer, n in (
        answered.annotate(place=code("register__"))
        .values_list("place", "category", "answer")
        .annotate(n=Count(F("pk")))
    ):
        facts.answers[place, category][answer] += n
    return facts


def _places(codes: set[str]) -> list[tuple[str, str]]:
    """Codes and names, by name; headquarters last."""
    names = {office.code: office.name for office in Office.objects.filter(code__in=codes)}
    names[HQ] = _("Headquarters and the stream")
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: (pair[0] == HQ, pair[1]))


@dataclass
class _Drawing:
    """Turns counts into marks."""

    asked: Asked
    facts: _Facts
    facet: str
    numbers: list[int]

    def row(self, category: Category, places: list[str]) -> Row:
        cells = [self._cell(place, category) for place in places]
        total = sum(self.facts.risks[place, category.pk].total() for place in places)
        return Row(category.code, category.name, cells, total, self.asked.list_url(category=category.code))

    def _cell(self, place: str, category: Category) -> list[Mark]:
        where = {self.facet: place, "category": category.code}
        counts, answers = self.facts.risks[place, category.pk], self.facts.answers[place, category.pk]
        silent = self.facts.registers[place] - answers.total()
        answers_url = self.asked.url("answer-list", **where)
        if counts:
            marks = [self._worst(number, counts, where) for number in [*self.numbers, None]]
            asks = [Mark("unasked", f"? {silent}", _("not screened"), answers_url)] if silent else []
            return [mark for mark in marks if mark] + asks
        if silent:
            return [Mark("unasked", "?", _("not screened"), answers_url)]
        if answers[ScreeningAnswer.APPLIES]:
            return [Mark("none", "0", _("none open"), answers_url)]
        return [Mark("not", "–", _("does not apply"), answers_url)]

    def _worst(self, number: int | None, counts: Counter[Any], where: dict[str, str]) -> Mark | None:
        """The number of open risks rated with this matrix and the worst band among them; None where there is none."""
        bands = {band: n for (matrix, band), n in counts.items() if matrix == number}
        n = sum(bands.values())
        if not n:
            return None
        if number is None:
            return Mark("open", str(n), _("not rated"), self.asked.list_url(**where, band="none"))
        worst = scoring.worst([band for band in bands if band])
        is_mixed = len(self.numbers) > 1
        url = self.asked.list_url(**where, matrix=number if is_mixed else "")
        word = scoring.Band(worst).label
        return Mark("open", str(n), word, url, BANDS[worst], f"v{number}" if is_mixed else "")

    def spread(self) -> list[dict[str, Any]]:
        """Open risks by band, a line for each matrix they were rated with; lines are never added up."""
        found: Counter[Any] = Counter()
        for counts in self.facts.risks.values():
            found.update(counts)
        lines = []
        for number in self.numbers:
            cells = [
                {"band": band, "n": found[number, band], "url": self.asked.list_url(band=band, matrix=number)}
                for band in reversed(scoring.Band.values)
            ]
            lines.append({"matrix": number, "cells": cells, "n": sum(cell["n"] for cell in cells)})
        return lines


def legend() -> list[tuple[str, str]]:
    """What the four marks mean."""
    return [
        (ngettext("%(n)d", "%(n)d", 3) % {"n": 3}, _("open risks, with the worst band among them")),
        ("0", _("none open: the category applies, and no risk in it is open")),
        ("–", _("does not apply: every register there has said so")),
        ("?", _("not screened: at least one register there has not answered")),
    ]
