"""Builders of finding: searches that somebody keeps, questions that were asked."""

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from knowledge.models import Asked, SavedSearch
from projects import indexing
from pvehub.index import words
from pvehub.index.models import Synonym
from pvehub.people.models import User

from . import ground, projects

_numbers = itertools.count(1)


def saved_search(owner: User, **facts: Any) -> SavedSearch:
    """A search kept two days ago and never told of."""
    then = timezone.now() - timedelta(days=2)
    given = {"name": f"Search {next(_numbers)}", "words": "committees", "saved_at": then, "told_upto": then}
    return SavedSearch.objects.create(owner=owner, **given | facts)


def found_project(officer: User, title: str) -> Any:
    """A draft of this officer that search knows."""
    made = projects.project(manager=officer, office="UG", title=title)
    indexing.put(made)
    return made


def questions(asked: str, *people: User, total: int = 0, days: int = 0, has_opened: bool = False) -> None:
    """Each of these people asked these words once."""
    at = timezone.now() - timedelta(days=days)
    Asked.objects.bulk_create(
        Asked(words=asked, by=person, total=total, at=at, has_opened=has_opened) for person in people
    )


def synonym(term: str = "", expansion: str = "", **facts: Any) -> Synonym:
    """Another word for something, in use."""
    term = term or f"term {next(_numbers)}"
    return Synonym.objects.create(term=term, key=words.key(term), expansion=expansion or f"other {term}", **facts)


def _matrix_search(state: str, cast: Any) -> SavedSearch:
    """Kept by somebody who is no identity, or by the officer of the mission."""
    owner = cast.own_mission if state == "own" else ground.user("staff", "UG")
    return saved_search(owner, name=f"Name {cast.canary}", words=f"words {cast.canary}")


THINGS = {
    "saved_search": _matrix_search,
    "synonym": lambda state, cast: synonym(f"term {cast.canary}"),
}
