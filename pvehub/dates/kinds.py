"""What falls due to a person: one Due per kind of thing, listed by each app in its `dates.py`.

Each is asked anew whenever the calendar is fetched, through `visible_to`: what a person may no longer read, has done or
has handed on is not in their calendar any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Value
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from pvehub import access, listed

PAST, AHEAD = timedelta(days=60), timedelta(days=366)
AT_MOST = 200  # of one kind
WEEK = 7
SALT = "dates.entry"


@dataclass(frozen=True)
class Due:
    """One kind of thing that falls due. `sentence` says so without a title, an office or a place: a calendar lies open on
    many screens. `rows(user, first, last)` are the things that fall due to this very person between the days, as far as they
    may read them, the first due first: a queryset, or a list where the day is not the database's to say. `day` says when (an
    office's own day), `name` what it is called, `of` what it belongs to, `url` where the person acts. None of these asks the
    database: rows bring what they need."""

    slug: str
    sentence: Any
    rows: Callable[[Any, date, date], Any]
    day: Callable[[Any], date]
    name: Callable[[Any], str]
    of: Callable[[Any], str] = lambda thing: ""
    url: Callable[[Any], str] = lambda thing: str(thing.get_absolute_url())


@dataclass(frozen=True)
class Entry:
    """One thing of a person on one day. `code` tells it from every other and says nothing, not even the same to two people.
    Its name is for its owner, signed in: it was read a moment ago through what they may read, and no calendar gets it."""

    due: Due
    on: date
    code: str
    thing: Any

    @property
    def url(self) -> str:
        return self.due.url(self.thing)

    @property
    def name(self) -> str:
        return self.due.name(self.thing)

    @property
    def of(self) -> str:
        return self.due.of(self.thing)


@dataclass(frozen=True)
class Stretch:
    """Some of a person's due dates, by when they are: a heading and the entries below it."""

    slug: str
    heading: str
    entries: list[Entry]


@cache
def registry() -> dict[str, Due]:
    """Every kind by its slug, in the order of the apps. A slug stands once."""
    return listed.by_slug(settings.DUE_DATES, "DATES", "date")


def entries(user: Any) -> list[Entry]:
    """What falls due to this person from two months ago to a year ahead, by day; nothing for who serves nowhere."""
    if not (user.is_active and access.standing(user).office_ids):
        return []
    return sorted(_entries(user), key=lambda entry: (entry.on, entry.code))


def is_cut(found: list[Entry]) -> bool:
    """Whether of some kind there may be more than are shown."""
    return any(number >= AT_MOST for number in Counter(entry.due.slug for entry in found).values())


def by_time(found: list[Entry], today: date) -> list[Stretch]:
    """What is past its day, what falls due today or in the six days after, and what comes later; nothing that is empty."""
    soon = today + timedelta(days=WEEK)
    stretches = [
        Stretch("overdue", _("Overdue"), [entry for entry in found if entry.on < today]),
        Stretch("week", _("In the next seven days"), [entry for entry in found if today <= entry.on < soon]),
        Stretch("later", _("Later"), [entry for entry in found if entry.on >= soon]),
    ]
    return [stretch for stretch in stretches if stretch.entries]


def _entries(user: Any) -> Iterator[Entry]:
    today = timezone.now().date()
    for due, rows in _falling(user, today - PAST, today + AHEAD):
        for thing in rows[:AT_MOST]:
            yield Entry(due, due.day(thing), _code(user, due, thing), thing)


def _falling(user: Any, first: date, last: date) -> Iterator[tuple[Due, Any]]:
    """The kinds of which something falls due, with its rows. Few of the many concern any one person: one query asks all of
    them whether there is a row, and only those that have one are read."""
    kept = {due: due.rows(user, first, last) for due in registry().values()}
    asked = [
        rows.order_by().prefetch_related(None).annotate(of_kind=Value(due.slug)).values_list("of_kind", flat=True)[:1]
        for due, rows in kept.items()
        if isinstance(rows, QuerySet)
    ]
    some = set(asked[0].union(*asked[1:], all=True)) if asked else set()
    yield from ((due, rows) for due, rows in kept.items() if not isinstance(rows, QuerySet) or due.slug in some)


def _code(user: Any, due: Due, thing: Any) -> str:
    """The same for as long as the thing lives, whatever day it is moved to."""
    return salted_hmac(SALT, f"{user.uid}:{due.slug}:{thing.pk}", algorithm="sha256").hexdigest()[:32]
