"""What falls due to a person: one Due per kind of thing, listed by each app in its `dates.py`.

Each is asked anew whenever the calendar is fetched, through `visible_to`: what a person may no longer read, has done or
has handed on is not in their calendar any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from pvehub import access, listed

PAST, AHEAD = timedelta(days=60), timedelta(days=366)
AT_MOST = 200  # of one kind
SALT = "dates.entry"


@dataclass(frozen=True)
class Due:
    """One kind of thing that falls due. `sentence` says so without a title, an office or a place: a calendar lies open on
    many screens. `rows(user, first, last)` are the things that fall due to this very person between the days, as far as they
    may read them; `day` says when (an office's own day), `url` where the person acts."""

    slug: str
    sentence: Any
    rows: Callable[[Any, date, date], Any]
    day: Callable[[Any], date]
    url: Callable[[Any], str] = lambda thing: str(thing.get_absolute_url())


@dataclass(frozen=True)
class Entry:
    """One thing of a person on one day. `code` tells it from every other and says nothing, not even the same to two people."""

    due: Due
    on: date
    code: str
    thing: Any

    @property
    def url(self) -> str:
        return self.due.url(self.thing)


@cache
def registry() -> dict[str, Due]:
    """Every kind by its slug, in the order of the apps. A slug stands once."""
    return listed.by_slug(settings.DUE_DATES, "DATES", "date")


def entries(user: Any) -> list[Entry]:
    """What falls due to this person from two months ago to a year ahead, by day; nothing for who serves nowhere."""
    if not (user.is_active and access.standing(user).office_ids):
        return []
    return sorted(_entries(user), key=lambda entry: (entry.on, entry.code))


def _entries(user: Any) -> Iterator[Entry]:
    today = timezone.now().date()
    for due in registry().values():
        for thing in due.rows(user, today - PAST, today + AHEAD)[:AT_MOST]:
            yield Entry(due, due.day(thing), _code(user, due, thing), thing)


def _code(user: Any, due: Due, thing: Any) -> str:
    """The same for as long as the thing lives, whatever day it is moved to."""
    return salted_hmac(SALT, f"{user.uid}:{due.slug}:{thing.pk}", algorithm="sha256").hexdigest()[:32]
