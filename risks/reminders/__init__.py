"""By which rules people are reminded of what is due in the registers: each person the latest rung reached, once."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from pvehub.notifications.reminders import Reminder, Step
from risks.workflow import LADDERS, Seat

from .climbing import Source, tell
from .sources import SOURCES
from .vacancies import tell as tell_of_vacancy
from .vacancies import vacancies

WHO: Mapping[str, object] = {
    **{seat.value: seat.label for seat in Seat},
    "owner": _("Owner"),
    "requester": _("Who asked for the acceptance"),
    "seat": _("The seat that has to answer"),
    "seat above": _("The seat above it"),
    "asker": _("Who asked"),
    "doer": _("Who carries it out"),
    "administrator": _("Administrators"),
    "delegate": _("Who acts for somebody"),
    "principal": _("Who gave the delegation"),
}
AFTER = {
    "request": _("after it was asked for, or signed by the seat before"),
    "escalation late": _("after it was to be answered"),
    "owner gone": _("after the last posting of the owner ended"),
    "seat vacant": _("after something began to wait for the seat"),
    "seat unfilled": _("after the request began to wait for the seat"),
    "position": _("after the days of grace ended"),
}
AT_ONCE = -365  # a rung so far ahead is reached whenever its source gives a row


def _steps(ladder: str) -> tuple[Step, ...]:
    return tuple(
        Step(WHO[who], () if min(days) < AT_ONCE else days, after=AFTER.get(ladder, ""), said=_said(ladder, days))
        for who, days in LADDERS[ladder].items()
    )


def _said(ladder: str, days: tuple[int, ...]) -> object:
    """Postponed twice is no day."""
    if ladder != "measure postponed":
        return ""
    return (
        _("when it is put off for the second time")
        if min(days) < AT_ONCE
        else _("on the day, once it was put off twice")
    )


def _rule(source: Source) -> Reminder:
    slug = f"risks.{source.ladder.replace(' ', '_')}"
    return Reminder(
        slug, source.thing, (source.kind,), _steps(source.ladder), source.upto, lambda due, now: tell(source, due, now)
    )


REMINDERS = [
    *map(_rule, SOURCES),
    Reminder("risks.seat_vacant", "", ("risks.seat_vacant",), _steps("seat vacant"), vacancies, tell_of_vacancy),
]
