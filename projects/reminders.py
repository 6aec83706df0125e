"""By which rules people are reminded of what is late in a project: one for each source of `lateness`."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from pvehub.notifications.reminders import Reminder, Step

from . import actions
from .lateness import SOURCES, Source
from .workflow import REMINDER_RUNGS

LABELS = {"owner": _("Manager"), "head": _("Head of the lead office")}
STEPS = tuple(Step(LABELS[who], days) for who, days in REMINDER_RUNGS.items())


def _rows(source: Source) -> Callable[[datetime], Iterable[Any]]:
    # The first rung, and a day more: somewhere on earth it is tomorrow already.
    ahead = 1 - min(min(rungs) for rungs in REMINDER_RUNGS.values())
    return lambda now: source.upto(now.date() + timedelta(days=ahead)).iterator(chunk_size=200)


def _tell(source: Source) -> Callable[[Any, datetime], int]:
    return lambda row, now: actions.remind_late(row.project, source, row, now=now)


REMINDERS = [
    Reminder(f"projects.{source.rule}", "projects.project", (source.kind,), STEPS, _rows(source), _tell(source))
    for source in SOURCES.values()
]
