"""By which rules people are reminded: one Reminder per rule, listed by each app in its `reminders.py`.

A timer of an app runs one or several of them. Each finds the rows that may be due somewhere on earth, and tells of each
row the latest rung that anybody has reached: once, however often or late the timer comes. What of it is still true is
asked once more when a mail is sent, by the `relevant` of its kinds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from pvehub import listed
from pvehub.access import standings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """Who hears of it, and when. `days` before (negative) or after the day it is due, or else `after` what that says;
    `working`: only those on which the office works. `said` stands instead of days where they are no fixed number."""

    who: Any
    days: tuple[int, ...] = ()
    working: bool = False
    after: Any = ""
    said: Any = ""

    def __str__(self) -> str:
        when = str(self.said) or ", ".join(_in_words(self))
        return f"{self.who}: {when} {self.after}".rstrip()


@dataclass(frozen=True)
class Reminder:
    """One rule. `due(now)` gives rows of which the first rung may be reached, more rather than fewer; `tell(row, now)` tells
    of one row whoever has reached a rung of it, in a transaction, and says anything. `thing` is the label of the model that
    is told about, "" where it is no row that somebody could open; `kinds` are the notices it sends."""

    slug: str
    thing: str
    kinds: tuple[str, ...]
    steps: tuple[Step, ...]
    due: Callable[[datetime], Iterable[Any]]
    tell: Callable[[Any, datetime], Any]


@cache
def registry() -> dict[str, Reminder]:
    """Every rule by its slug, in the order of the apps. A slug stands once."""
    return listed.by_slug(settings.REMINDERS, "REMINDERS", "reminder")


def steps_of(kind: str) -> Iterator[Step]:
    """When notices of this kind come, where a rule sends them."""
    for rule in registry().values():
        if kind in rule.kinds:
            yield from rule.steps


def sweep(*slugs: str) -> int:
    """Tells of everything that is due by these rules; says how many times somebody was told, where the rules say so.

    A row that cannot be told of keeps nobody else from hearing of theirs: it is logged, and tried again the next time. A
    database that is away ends the sweep instead, which the next one makes up for.
    """
    now, told = timezone.now(), 0
    standings.begin()  # who may read what is asked of the same people again and again
    try:
        for slug in slugs:
            told += sum(_told(registry()[slug], row, now) for row in registry()[slug].due(now))
    finally:
        standings.end()
    return told


def _told(rule: Reminder, row: Any, now: datetime) -> int:
    try:
        with transaction.atomic():
            said = rule.tell(row, now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # One text without arguments: beside an exception the log leaves those out, since they may hold content.
        log.exception(f"The reminder {rule.slug} could not be given for {getattr(row, 'pk', 'one row')}.")
        return 0
    return said if isinstance(said, int) else 0


def _in_words(step: Step) -> Iterator[str]:
    """60 and 30 days before, on the day, 7 days after; or 5 working days, where it is said after what."""
    days = sorted(step.days)
    before, after = [-day for day in days if day < 0], [day for day in days if day > 0]
    if before:
        yield ngettext("%(days)s day before", "%(days)s days before", before[0]) % {"days": _and(before)}
    if 0 in days:
        yield gettext("at once") if step.after else gettext("on the day")
    if after:
        yield _afterwards(step, after[-1]) % {"days": _and(after)}


def _afterwards(step: Step, last: int) -> str:
    if step.working:
        return ngettext("%(days)s working day", "%(days)s working days", last)
    if step.after:
        return ngettext("%(days)s day", "%(days)s days", last)
    return ngettext("%(days)s day after", "%(days)s days after", last)


def _and(days: list[int]) -> str:
    return get_text_list([str(day) for day in days], gettext("and"))
