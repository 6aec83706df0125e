"""Where meetings and promises stand, when somebody is reminded, which questions are asked after a meeting. Pure data."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingState(TextChoices):
    """Where a meeting stands; its dates say so, and whether it was called off."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CALLED_OFF = "called_off", _("Called off")


class Promise(TextChoices):
    """Where a follow-up action stands. It is over when it is done with evidence, or dropped with a reason."""

    OPEN = "open", _("Open")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done, with evidence")
    DROPPED = "dropped", _("Dropped, with a reason")


class Response(TextChoices):
    """What those who answer for an evaluation say to one of its recommendations."""

    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Accepted in part")
    REJECTED = "rejected", _("Not accepted")


class Rating(TextChoices):
    """The two questions that are answered by a score from 1 to 5."""

    CONSTRUCTIVE = "constructive", _("How constructive did you find the meeting overall?")
    PERTINENT = "pertinent", _("How pertinent to your work were the sessions and discussions?")


class OpenQuestion(TextChoices):
    """The questions that are answered in words."""

    QUALITY = "quality", _("Anything on the quality or usefulness of the meeting, and suggestions for the next one?")
    GUIDANCE = "guidance", _("Which issues should guidance take up?")
    SUPPORT = "support", _("Which support would you like from headquarters?")


MEETING_TIERS: Final = (
    (0, _("All staff")),
    (1, _("Region and headquarters")),
    (2, _("Only the offices that take part")),
)
#: Neither done nor dropped.
UNKEPT: Final = frozenset({Promise.OPEN, Promise.IN_PROGRESS})
NEXT_PROMISE: Final[Mapping[Promise, frozenset[Promise]]] = {
    Promise.OPEN: frozenset({Promise.IN_PROGRESS, Promise.DONE, Promise.DROPPED}),
    Promise.IN_PROGRESS: frozenset({Promise.DONE, Promise.DROPPED}),
    Promise.DONE: frozenset({Promise.IN_PROGRESS}),
    Promise.DROPPED: frozenset({Promise.IN_PROGRESS}),
}
#: Days before (negative), at and after the day of a promise on which its owner is reminded; at the last one the head of
#: the office too. An outage longer than a month is not made up for.
PROMISE_RUNGS: Final = (-14, 0, 14)
PROMISE_LATEST: Final = PROMISE_RUNGS[-1] + 31
#: Fewer answers than this could be traced to people, so nothing of them is shown.
FEWEST_ANSWERS: Final = 3
#: Days before a meeting on which those who organize it are told what is still open from the one before.
PREPARATION_DAYS: Final = 30
#: How often a series meets, in months; 0: nobody said.
RHYTHMS: Final = (
    (0, _("Not said")),
    (3, _("Four times a year")),
    (6, _("Twice a year")),
    (12, _("Once a year")),
    (24, _("Every two years")),
)
#: Days before (negative) and at the day on which by its rhythm the next meeting falls: who organizes is told to plan it.
PLANNING_RUNGS: Final = (-90, 0)
PLANNING_LATEST: Final = 366


def next_on(day: date, months: int) -> date:
    """So many months later; the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ORDINAL: Final = re.compile(r"(?<![\w.])(\d{1,3})(st|nd|rd|th|er|re|e|ère|ème|\.?[ºª°])(?!\w)")
_LAST_NUMBER: Final = re.compile(r"(?<![\w.,:/-])(\d{1,3})$")
_WORDS: Final = tuple(
    tuple(line.split())
    for line in (
        "first second third fourth fifth sixth seventh eighth ninth tenth",
        "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
        "première deuxième",
        "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo",
        "primera segunda tercera cuarta quinta sexta séptima octava novena décima",
    )
)
_NEXT_WORD: Final = {word: following for row in _WORDS for word, following in pairwise(row)}
_FIRST_WORD: Final = re.compile(rf"^({'|'.join(_NEXT_WORD)})\b", re.IGNORECASE)


def next_title(title: str, held_on: date, next_on: date | None) -> str:
    """What the meeting after this one is called by the same pattern: its year is the year of the next day; its number, in
    figures or as its first word, is the next one. The same words where nothing in them counts, or where the next day is not
    known and the year would."""
    year = next_on.year if next_on else held_on.year
    found = _YEAR.sub(lambda year_: str(year) if int(year_[0]) == held_on.year else year_[0], title)
    counted = _ORDINAL.sub(_following, found, count=1)
    if counted == found:
        counted = _FIRST_WORD.sub(lambda word: _NEXT_WORD[word[0].lower()].capitalize(), found)
    return counted if counted != found else _LAST_NUMBER.sub(lambda number: str(int(number[1]) + 1), found)


def _following(ordinal: re.Match[str]) -> str:
    number, ending = int(ordinal[1]) + 1, ordinal[2]
    if ending in ("st", "nd", "rd", "th"):
        last = number % 10 if number % 100 not in (11, 12, 13) else 0
        ending = {1: "st", 2: "nd", 3: "rd"}.get(last, "th")
    elif ending in ("er", "re", "ère"):  # only the first has an ending of its own
        ending = "e"
    return f"{number}{ending}"


def meeting_state(ends_on: date, today: date, *, is_called_off: bool) -> MeetingState:
    """Planned up to its last day, held from the day after."""
    if is_called_off:
        return MeetingState.CALLED_OFF
    return MeetingState.HELD if ends_on < today else MeetingState.PLANNED


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def promise_rung(due_on: date, today: date) -> int | None:
    """The latest reminder reached that day; None before the first, and long after the last."""
    days = (today - due_on).days
    reached = [rung for rung in PROMISE_RUNGS if rung <= days]
    return reached[-1] if reached and days <= PROMISE_LATEST else None
