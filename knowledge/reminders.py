"""By which rules people are reminded of what is to be read, reviewed, verified, answered, promised or planned."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge import actions, conversing, ledger, milestones, workflow
from knowledge.actions import approving, collecting, consulting
from knowledge.models import (
    Consultation,
    Contest,
    Curation,
    Discussion,
    FollowUpAction,
    LessonPrompt,
    Meeting,
    ReadingAssignment,
    Resource,
)
from pvehub.notifications.reminders import Reminder, Step

DAY = timedelta(days=1)  # somewhere on earth it is tomorrow already, or still yesterday
ORGANIZERS, VERIFIERS = _("Who organizes meetings at its office"), _("Who answers for the text, then their backups")


def _promises(now: datetime) -> Any:
    return list(FollowUpAction.objects.near(date.min, now.date() + DAY - timedelta(days=ledger.PROMISE_RUNGS[0])))


def _meetings(now: datetime) -> Any:
    last = now.date() + timedelta(days=ledger.PREPARATION_DAYS + 1)
    return list(Meeting.objects.near(now.date() - DAY, last))


def _readings(now: datetime) -> Any:
    last = now.date() + DAY - timedelta(days=collecting.READING_RUNGS[0])
    return list(ReadingAssignment.objects.near(now.date() - collecting.LATEST - DAY, last))


def _approved(now: datetime) -> Any:
    rows = Resource.objects.published().filter(approvals__withdrawn_at=None, approvals__isnull=False)
    return list(rows.distinct().order_by("pk"))


def _rule(slug: str, thing: str, kinds: tuple[str, ...], *steps: Step, due: Any, tell: Any) -> Reminder:
    """`tell` is the action's own: what it tells of is its first argument, when is `now`."""
    names = tuple(f"knowledge.{kind}" for kind in kinds)
    return Reminder(f"knowledge.{slug}", f"knowledge.{thing}", names, steps, due, lambda row, now: tell(row, now=now))


REMINDERS = [
    _rule(
        "verification",
        "resource",
        ("verification_due",),
        Step(VERIFIERS, workflow.RUNGS),
        due=lambda now: list(Resource.objects.to_verify(now.date() + DAY)),
        tell=actions.remind_verification,
    ),
    _rule(
        "contests",
        "resource",
        ("contest_waits",),
        Step(VERIFIERS, workflow.CONTEST_RUNGS, after=_("after it was contested")),
        due=lambda now: Contest.objects.open().select_related("resource").order_by("pk"),
        tell=actions.remind_contest,
    ),
    _rule(
        "curation",
        "resource",
        ("review_due",),
        Step(_("Curators"), workflow.REVIEW_RUNGS, working=True, after=_("after it was sent")),
        due=lambda now: Curation.objects.open().select_related("resource").order_by("pk"),
        tell=actions.remind_review,
    ),
    _rule(
        "approvals",
        "resource",
        ("approval_due",),
        Step(_("Who approves messages, and who answers for this one"), approving.RUNGS),
        due=_approved,
        tell=actions.remind_approvals,
    ),
    _rule(
        "consultations",
        "consultation",
        ("consultation_due", "consultation_waits"),
        Step(_("Who was asked by name and has not commented"), (-consulting.BEFORE,)),
        Step(_("The authors, while comments wait"), consulting.AFTER),
        due=lambda now: list(Consultation.objects.filter(ended_at=None).select_related("resource").order_by("pk")),
        tell=actions.remind_consultation,
    ),
    _rule(
        "readings",
        "collection",
        ("reading_due",),
        Step(_("Who was asked to read it"), collecting.READING_RUNGS),
        due=_readings,
        tell=actions.remind_reading,
    ),
    _rule(
        "lessons",
        "lessonprompt",
        ("lesson_asked",),
        Step(_("The team"), (milestones.REMIND_DAYS,), after=_("after the project was asked")),
        due=lambda now: list(LessonPrompt.objects.to_remind(now.date() + DAY - timedelta(days=milestones.REMIND_DAYS))),
        tell=actions.remind_lesson,
    ),
    _rule(
        "questions",
        "discussion",
        ("talk_routed", "talk_unanswered"),
        Step(_("Colleagues who know about it"), (conversing.ROUTE_AFTER,), working=True, after=_("after it was asked")),
        Step(_("Curators"), (conversing.ESCALATE_AFTER,), working=True, after=_("after it was asked")),
        due=lambda now: list(Discussion.objects.to_route(now - timedelta(days=conversing.ROUTE_AFTER - 1))),
        tell=actions.route,
    ),
    _rule(
        "promises",
        "followupaction",
        ("promise_due",),
        Step(_("Who promised it"), ledger.PROMISE_RUNGS),
        Step(_("Their head"), ledger.PROMISE_RUNGS[-1:]),
        due=_promises,
        tell=actions.remind_promise,
    ),
    _rule(
        "overdue_promises",
        "followupaction",
        ("promise_overdue",),
        Step(_("Headquarters"), said=_("each week, while it is overdue")),
        due=_promises,
        tell=actions.tell_headquarters,
    ),
    _rule(
        "meetings",
        "meeting",
        ("meeting_near",),
        Step(ORGANIZERS, (-ledger.PREPARATION_DAYS,)),
        due=_meetings,
        tell=actions.remind_preparation,
    ),
    _rule(
        "series",
        "meeting",
        ("series_due",),
        Step(ORGANIZERS, ledger.PLANNING_RUNGS),
        due=lambda now: list(Meeting.objects.ending_series()),
        tell=actions.remind_series,
    ),
]
