"""When a project is asked what it has learnt, and which stage of its work that is. Pure data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Milestone(models.TextChoices):
    """Where a project stands when it is asked."""

    EARLY = "early", _("First steps")
    MIDTERM = "midterm", _("Half-way")
    INTERIM = "interim", _("Interim report")
    FINAL = "final", _("Final report")
    CLOSING = "closing", _("Closing")


class Answer(models.TextChoices):
    """What became of the question."""

    OPEN = "open", _("Open")
    WRITTEN = "written", _("Written")
    DECLINED = "declined", _("Not now")
    PASSED = "passed", _("Passed by")


#: The answer to a lesson's question for its stage.
STAGE: Final = {
    Milestone.EARLY: "start",
    Milestone.MIDTERM: "implementation",
    Milestone.INTERIM: "implementation",
    Milestone.FINAL: "closing",
    Milestone.CLOSING: "closing",
}
EARLY_DAYS: Final = 30  # after the start: what the first steps taught is still fresh
WINDOW_DAYS: Final = 60  # a milestone further back is not asked about any more
REMIND_DAYS: Final = 14  # after the question: the one reminder
RECENT_DAYS: Final = 30  # whoever wrote down a lesson within these is not asked for another


def reached(start: date, end: date | None, today: date) -> tuple[Milestone, date] | None:
    """The milestone of time that a running project has reached lately, and its day: the later one where both were."""
    early = start + timedelta(days=EARLY_DAYS)
    half = start + (end - start) // 2 if end else None
    for milestone, on in ((Milestone.MIDTERM, half), (Milestone.EARLY, early)):
        if on is None or on < early or not on <= today <= min(on + timedelta(days=WINDOW_DAYS), end or today):
            continue
        return milestone, on
    return None
