"""The gap map: what is known and what is done where drivers and themes meet, as far as one person may read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from knowledge import kinds, workflow
from knowledge.models import Asked, Contest, Resource
from projects.models import Project
from pvehub.index import words as spelling
from pvehub.people.models import User
from pvehub.vocabulary.models import Term

#: Kinds that carry their year instead of a date by which they are verified.
DATED: Final = tuple(kind.slug for kind in kinds.KINDS if kind.verify_months is None)
#: Shorter words of a name say too little to stand for it.
LEAST_LETTERS: Final = 5


@dataclass
class Cell:
    """Where one driver and one theme meet: verified items, the strongest evidence among them, questions that led nowhere,
    active projects."""

    driver: Term
    theme: Term
    verified: int = 0
    strongest: int | None = None
    questions: int = 0
    projects: int = 0

    @property
    def is_gap(self) -> bool:
        """Something is done or asked here, and nothing verified is known."""
        return not self.verified and bool(self.projects or self.questions)

    @property
    def evidence(self) -> str:
        """The strongest evidence in words."""
        return str(workflow.Evidence(self.strongest).label) if self.strongest is not None else ""


@dataclass
class Map:
    """All cells, driver by driver, emerging terms first; and what was asked in vain, by the pk of the term it names."""

    themes: list[Term]
    rows: list[tuple[Term, list[Cell]]]
    asked: dict[int, list[str]] = field(default_factory=dict)

    def cells(self) -> Iterator[Cell]:
        """One after the other."""
        for _driver, cells in self.rows:
            yield from cells


def draw(user: User, *, today: date, since: datetime) -> Map:
    """Four queries, however much there is."""
    themes, drivers = _terms("themes"), _terms("drivers")
    cells = {(driver.pk, theme.pk): Cell(driver, theme) for driver in drivers.values() for theme in themes.values()}
    for driver, theme, verified, strongest in _known(user, today):
        if cell := cells.get((driver, theme)):
            cell.verified, cell.strongest = verified, strongest
    for driver, theme, projects in _done(user):
        if cell := cells.get((driver, theme)):
            cell.projects = projects
    asked = _asked([*themes.values(), *drivers.values()], since)
    for (driver, theme), cell in cells.items():
        cell.questions = len(set(asked.get(driver, ())) & set(asked.get(theme, ())))
    rows = [(driver, [cells[driver.pk, theme] for theme in themes]) for driver in drivers.values()]
    return Map(list(themes.values()), rows, asked)


def _terms(name: str) -> dict[int, Term]:
    terms = sorted(Term.objects.of(name), key=lambda term: not term.is_emerging)
    return {term.pk: term for term in terms}


def _known(user: User, today: date) -> Any:
    """(driver, theme, verified items, strongest evidence), merged terms counted as what they stand for."""
    contested = Contest.objects.open().filter(resource=OuterRef("pk"))
    holds = Q(verified_revision=F("published_revision"), verify_by_on__gte=today) | Q(kind__in=DATED)
    rows = Resource.objects.visible_to(user).published().filter(holds, ~Exists(contested)).order_by()
    met = rows.annotate(
        driver_now=Coalesce("drivers__merged_into_id", "drivers"),
        theme_now=Coalesce("themes__merged_into_id", "themes"),
    )
    met = met.filter(driver_now__isnull=False, theme_now__isnull=False).values("driver_now", "theme_now")
    counted = met.annotate(size=Count("pk", distinct=True), best=Max("evidence_strength"))
    return counted.values_list("driver_now", "theme_now", "size", "best")


def _done(user: User) -> Any:
    """(driver, theme, active projects) of the projects this person reads whole: drivers are the team's."""
    rows = Project.objects.visible_to(user).marked_whole_for(user).filter(is_whole=True, status="active").order_by()
    met = rows.annotate(
        driver_now=Coalesce("drivers__merged_into_id", "drivers"),
        theme_now=Coalesce("themes__merged_into_id", "themes"),
    )
    met = met.filter(driver_now__isnull=False, theme_now__isnull=False).values("driver_now", "theme_now")
    return met.annotate(size=Count("pk", distinct=True)).values_list("driver_now", "theme_now", "size")


def _asked(terms: list[Term], since: datetime) -> dict[int, list[str]]:
    """Questions that led nobody anywhere, of three people at the least, by each term one of whose words they say."""
    said = {term.pk: _stems(" ".join((term.name_en, term.name_fr, term.name_es))) for term in terms}
    found: dict[int, list[str]] = {}
    for words in Asked.objects.since(since).gaps().values_list("words", flat=True):
        stems = _stems(words)
        for pk, own in said.items():
            if stems & own:
                found.setdefault(pk, []).append(words)
    return found


def _stems(text: str) -> set[str]:
    """The beginnings of the longer words, folded: enough to tell that a question is about a term."""
    return {word[:7] for word in re.findall(r"\w+", spelling.key(text)) if len(word) >= LEAST_LETTERS}
