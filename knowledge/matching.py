"""Missions that have to do with the same things, counted only from what all staff may see: published texts and endorsed
projects that are open to everybody. Nobody learns from a match what they could not have read. And what the words of
somebody who begins to ask are about, and who says that they know."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from knowledge import conversing
from knowledge.models import Expertise, Resource
from knowledge.querysets.relating import meant_today
from knowledge.querysets.resources import offices_around
from knowledge.spotting import spotter
from projects.models import Project
from projects.workflow import PUBLISHED
from pvehub import access
from pvehub.people.models import Country, Office, User
from pvehub.vocabulary.models import Term

#: What makes missions alike, and how much each says.
WEIGHTS: Final = {"drivers": 3, "target_groups": 3, "themes": 2}
LISTS: Final = {"drivers": "drivers", "target_groups": "target-groups", "themes": "themes"}


@dataclass(frozen=True)
class Peer:
    """Another mission and the terms both have to do with, by what they are."""

    office: Office
    shared: dict[str, list[Term]] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """How much they have in common."""
        return sum(WEIGHTS[name] * len(terms) for name, terms in self.shared.items())


def peers_of(office: Office) -> list[Peer]:
    """Other missions that share a driver, a target group or a theme with this one, the most alike first. Six queries,
    however many missions."""
    known = _known()
    mine = known.pop(office.pk, {})
    terms = Term.objects.in_bulk({pk for pks in mine.values() for pk in pks})
    offices = Office.objects.missions().in_bulk(list(known))
    found = [
        Peer(
            there,
            {
                name: sorted((terms[pk] for pk in mine.get(name, set()) & known[pk_there].get(name, set())), key=_order)
                for name in WEIGHTS
                if mine.get(name, set()) & known[pk_there].get(name, set())
            },
        )
        for pk_there, there in offices.items()
    ]
    return sorted((peer for peer in found if peer.shared), key=lambda peer: (-peer.weight, peer.office.code))


def _order(term: Term) -> tuple[int, int]:
    return term.position, term.pk


def _known() -> dict[int, dict[str, set[int]]]:
    """By office and kind the terms, as they are called today, that its open work has to do with."""
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    # A masked origin names no office, not even by what it is counted under.
    open_texts = Resource.objects.published().filter(tier=0, is_masked=False).order_by().values("pk")
    for name in WEIGHTS:
        tags = meant_today(getattr(Resource, name).through.objects.filter(resource__in=open_texts))
        _add(found, name, tags.values_list("resource__owner_office_id", "today"))
    # Of an endorsed project all staff read the open sections; drivers and target groups are the team's.
    projects = Project.objects.filter(tier=0, status__in=PUBLISHED, has_endorsed=True).order_by()
    told = [
        (office, code)
        for office, facts in projects.values_list("lead_office_id", "endorsed_facts")
        for item in facts or []
        if item.get("name") == "themes"
        for code in item.get("data") or []
    ]
    rows = Term.objects.filter(list="themes", code__in={code for _office, code in told})
    today = {term.code: term.living.pk for term in rows}
    _add(found, "themes", ((office, today[code]) for office, code in told if code in today))
    return found


def _add(found: dict[int, dict[str, set[int]]], name: str, rows: Iterable[tuple[int, int]]) -> None:
    for office, term in rows:
        found[office][name].add(term)


def subject_of(text: str, language: str) -> dict[str, list[Any]]:
    """The themes, drivers and countries that a text names, by kind, in the order of their lists. Three queries."""
    lists: dict[str, list[Any]] = {name: list(Term.objects.of(name)) for name in ("themes", "drivers")}
    lists["countries"] = list(Country.objects.order_by("name_en", "pk"))
    spoken = language if language in ("fr", "es") else "en"
    column, found = f"name_{spoken}", {}
    for kind, things in lists.items():
        said = [(at, getattr(thing, column) or thing.name_en) for at, thing in enumerate(things)]
        names = tuple((at, part) for at, name in said for part in dict.fromkeys([name, *_parts(name)]))
        spots = {spot.term for spot in spotter(names, spoken).spots(text)}
        found[kind] = [thing for at, thing in enumerate(things) if at in spots]
    return found


def _parts(name: str) -> list[str]:
    """What a long name is made of: “Education and critical thinking” is also named by “education”."""
    return [part for part in re.split(r",\s*|\s(?:and|or|et|ou|y|e|o|u)\s", name) if len(part) > 3]


def who_know(user: User, subject: dict[str, list[Any]], language: str, *, on: Any = None, tier: int = 0) -> list[User]:
    """Colleagues who asked to be found and know what it is about, as far as they may read it where it will stand: `on` a
    project or a resource, or free in its tier."""
    keys = {kind: [thing.pk for thing in things] for kind, things in subject.items()}
    if not any(keys.values()):
        return []
    rows = Expertise.objects.visible_to(user).exclude(user=user).sharing(keys, language)
    people = [row.user for row in rows[: 2 * conversing.EXPERTS]]
    access.read_many(people)
    return [one for one in people if _would_read(one, user, on, tier)][: conversing.EXPERTS]


def _would_read(person: User, author: User, on: Any, tier: int) -> bool:
    if on is not None:
        return bool(type(on).objects.visible_to(person).filter(pk=on.pk).exists())
    around, office = offices_around(access.standing(person)), author.first_office()
    return not tier or around is None or (office is not None and around.filter(pk=office.pk).exists())
