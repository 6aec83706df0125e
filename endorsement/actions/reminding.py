"""A case that nobody has touched for too long reminds whoever holds it, once per silence."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from endorsement import workflow
from endorsement.models import Case
from endorsement.workflow import Status, Turn
from pvehub.notifications import remind
from pvehub.people.calendar import add_working_days
from pvehub.people.models import Office, User

from .moving import headquarters, heads, queue, seats, team


def holders(case: Case) -> list[User]:
    """The people whose move it is: team, head, screeners, the lead and readers who owe a review, or the seat."""
    if case.status == Status.ON_HOLD:
        return [case.lead] if case.lead else queue(case)
    if case.status == Status.REVIEW:
        given = case.current_submission.reviews.filter(submitted_at__isnull=False) if case.current_submission else None
        done = given.values("assignment") if given is not None else []
        owed = case.assignments.filter(part="reviewer", closed_at=None).exclude(pk__in=done).values("reviewer")
        people = User.objects.filter(pk__in=owed, is_active=True).order_by("sort_key", "pk")
        return [*([case.lead] if case.lead else []), *people]
    by_turn: dict[str, Any] = {Turn.MISSION: team, Turn.HEAD: heads, Turn.TRD: queue, Turn.SEAT: seats}
    return by_turn[case.turn](case) if case.turn in by_turn else []


def quiet_since(case: Case, stirred_at: datetime) -> date:
    """The day on which the silence has lasted too long, by the working days of who holds the case."""
    if case.status == Status.ON_HOLD and case.review_on:
        return case.review_on
    office: Office = case.project.lead_office if case.turn in (Turn.MISSION, Turn.HEAD) else headquarters(case)
    return add_working_days(office, timezone.localdate(stirred_at), workflow.QUIET_DAYS)


@transaction.atomic
def remind_quiet(case: Case, *, now: datetime) -> None:
    """Remind the holders if the silence is due by now. The key is the day it fell due: late or repeated sweeps add nothing."""
    stirred_at = getattr(case, "stirred_at", case.moved_at)
    due = quiet_since(case, stirred_at)
    if due <= timezone.localdate(now):
        remind(holders(case), kind="endorsement.quiet", about=case, rule="quiet", due=due, since=stirred_at)
