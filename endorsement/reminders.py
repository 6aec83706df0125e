"""By which rules people are reminded of cases, conditions, questions to headquarters and reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from endorsement import actions, timing, workflow
from endorsement.actions import supporting
from endorsement.clock import CONDITION_RUNGS, PERCENT, Reading, Rung
from endorsement.models import Case, Condition, Report, SupportRequest
from endorsement.workflow import Status
from projects.workflow import REMINDER_RUNGS
from pvehub.notifications.reminders import Reminder, Step

HEAD = _("Head of the lead office")


class Timed:
    """A case in somebody's hands with what its clock says, read for all of them at once."""

    def __init__(self, case: Case, reading: Reading) -> None:
        self.case, self.reading, self.pk = case, reading, case.pk


def _timed(now: datetime) -> Iterator[Timed]:
    rows = Case.objects.in_hand().exclude(due_on=None)
    cases = list(rows.select_related("project__lead_office", "lead", "current_submission").order_by("pk"))
    read = timing.readings(cases, now)
    return (Timed(case, read[case.pk]) for case in cases)


def _held(now: datetime) -> Any:
    rows = Case.objects.filter(status=Status.ON_HOLD).with_last_event()
    return rows.select_related("project", "project__lead_office").order_by("pk")


def _conditions(now: datetime) -> Any:
    first = min(min(rungs) for rungs in CONDITION_RUNGS.values())
    rows = Condition.objects.due_by(now.date() + timedelta(days=1 - first))
    return rows.select_related("owner", "decision__case__project__lead_office")


def _asked(now: datetime) -> Any:
    soon = Q(due_on__lte=now.date() + timedelta(days=1 - supporting.RUNGS[0]))
    rows = SupportRequest.objects.unanswered().filter(soon | Q(state="asked_back"))
    return rows.select_related("office", "project", "owner", "asked_by").order_by("pk")


def _reports(now: datetime) -> Any:
    rows = Report.objects.owing_by(now.date()).select_related("project__lead_office", "project__manager", "reviewer")
    return rows.order_by("pk").iterator(chunk_size=200)


def _after(percent: int) -> Any:
    said = {50: _("after half of the working days"), 80: _("after four fifths of the working days")}
    said |= {100: _("when the working days are over"), 150: _("after half as many again")}
    return said[percent]


REMINDERS = [
    Reminder(
        "endorsement.clock",
        "endorsement.case",
        ("endorsement.nudged", "endorsement.pressed", "endorsement.overdue", "endorsement.stalled"),
        (
            Step(_("Whoever holds the case"), said=_after(PERCENT[Rung.HALF])),
            Step(_("Whoever holds the case"), said=_after(PERCENT[Rung.MOST])),
            Step(_("Their head, or the head of TRD"), said=_after(PERCENT[Rung.DUE])),
            Step(_("The director of DOE"), said=_after(PERCENT[Rung.STALLED])),
        ),
        _timed,
        lambda row, now: actions.remind_clock(row.case, row.reading),
    ),
    Reminder(
        "endorsement.quiet",
        "endorsement.case",
        ("endorsement.quiet",),
        (Step(_("Whoever holds the case"), (0,)),),
        _held,
        lambda case, now: actions.remind_quiet(case, now=now),
    ),
    Reminder(
        "endorsement.conditions",
        "endorsement.case",
        ("endorsement.condition_due", "endorsement.condition_overdue"),
        (Step(_("Who answers for the condition"), CONDITION_RUNGS["owner"]), Step(HEAD, CONDITION_RUNGS["head"])),
        _conditions,
        lambda condition, now: actions.remind_condition(condition, now=now),
    ),
    Reminder(
        "endorsement.support",
        "endorsement.supportrequest",
        ("endorsement.support_due", "endorsement.support_waits"),
        (
            Step(_("Who answers at headquarters"), supporting.RUNGS),
            Step(_("The head of TRD"), (supporting.HEAD_RUNG,)),
            Step(
                _("Who asked, when asked back"),
                (supporting.ANSWER_DAYS,),
                working=True,
                after=_("after it was asked back"),
            ),
        ),
        _asked,
        lambda request, now: actions.remind_support(request, now=now),
    ),
    Reminder(
        "endorsement.ending",
        "endorsement.case",
        ("endorsement.ending",),
        (Step(_("The team, and the head of the lead office"), tuple(-days for days in workflow.EXPIRY_RUNGS)),),
        # Somewhere on earth it is tomorrow already.
        lambda now: Case.objects.ending_by(now.date() + timedelta(days=1 + max(workflow.EXPIRY_RUNGS))),
        lambda case, now: actions.remind_of_end(case, now=now),
    ),
    Reminder(
        "endorsement.reports",
        "endorsement.report",
        ("endorsement.report_due", "endorsement.report_waits"),
        (
            Step(_("Who writes the report"), REMINDER_RUNGS["owner"]),
            Step(HEAD, REMINDER_RUNGS["head"]),
            Step(_("Who reviews it"), said=_("after half of the working days, and on the day")),
            Step(_("The head of TRD"), said=_("on the day its review is due")),
        ),
        _reports,
        lambda report, now: actions.remind_report(report, now=now),
    ),
]
