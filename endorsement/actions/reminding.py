"""Whoever holds a case is reminded as its days go by, then the levels above; a hold is looked at again on its date."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from endorsement import permissions, timing, workflow
from endorsement.clock import CONDITION_RUNGS, GRACE_DAYS, Reading, Rung, Side
from endorsement.models import Case, Condition
from endorsement.workflow import Status, Turn
from projects.lateness import today_of
from pvehub import access
from pvehub.notifications import notify, remind
from pvehub.people.models import User

from .moving import heads, queue, region, seats, team


def holders(case: Case) -> list[User]:
    """The people whose move it is: team, head, region, screeners, the lead and readers who owe a review, or the seat."""
    if case.status == Status.ON_HOLD:
        return [case.lead] if case.lead else queue(case)
    if case.status == Status.REVIEW:
        given = case.current_submission.reviews.filter(submitted_at__isnull=False) if case.current_submission else None
        done = given.values("assignment") if given is not None else []
        owed = case.assignments.filter(part="reviewer", closed_at=None).exclude(pk__in=done).values("reviewer")
        people = User.objects.filter(pk__in=owed, is_active=True).order_by("sort_key", "pk")
        return [*([case.lead] if case.lead else []), *people]
    by_turn: dict[str, Any] = {
        Turn.MISSION: team,
        Turn.HEAD: heads,
        Turn.REGION: region,
        Turn.TRD: queue,
        Turn.SEAT: seats,
    }
    return by_turn[case.turn](case) if case.turn in by_turn else []


def seated(case: Case, seat: str) -> list[User]:
    """Who sits in this seat of headquarters, without a tie to the project."""
    people = access.people_holding(workflow.SEAT_PERMISSION[seat], case.project.lead_office)
    return [person for person in people if permissions.why_not_of_headquarters(person, case) is None]


def _told(case: Case, rung: Rung) -> list[User]:
    """Half and most of the days: who holds it. Over: the head of TRD or of the office. Half as many again: the director.

    A region that lets its days pass holds nothing up: nobody above it is told.
    """
    if rung in (Rung.HALF, Rung.MOST):
        return holders(case)
    if case.turn == Turn.REGION:
        return []
    if rung == Rung.STALLED:
        return seated(case, "doe-director")
    return heads(case) if case.turn in (Turn.MISSION, Turn.HEAD) else seated(case, "trd-head")


KIND = {
    Rung.HALF: "endorsement.nudged",
    Rung.MOST: "endorsement.pressed",
    Rung.DUE: "endorsement.overdue",
    Rung.STALLED: "endorsement.stalled",
}


@transaction.atomic
def remind_clock(case: Case, reading: Reading) -> int:
    """Tell each person the latest rung they have reached in the running stage, once in the stage; says how many were told.

    A sweep that was away makes up for it with one run: rungs that were passed over meanwhile are not told after. Who may
    not read the case is not told of it.
    """
    reached: dict[int, tuple[Rung, User]] = {}
    for rung in reading.reached():
        for person in _told(case, rung):
            reached[person.pk] = (rung, person)
    told, since = 0, reading.since.isoformat() if reading.since else ""
    for rung in Rung:
        people = _who_read(case, [person for at, person in reached.values() if at == rung])
        is_urgent = case.kind == Case.Kind.EMERGENCY
        facts = {"moved": case.moved_at.isoformat(), "due_on": case.due_on, "is_urgent": is_urgent}
        key = f"clock:{reading.stage}:{since}:{rung}"
        told += len(notify(people, KIND[rung], about=case, key=key, **facts))
    return told


def _who_read(case: Case, people: Iterable[User]) -> list[User]:
    return [person for person in people if Case.objects.visible_to(person).filter(pk=case.pk).exists()]


@transaction.atomic
def remind_quiet(case: Case, *, now: datetime) -> None:
    """A hold is looked at again on its date, by the day of headquarters; once for each date."""
    if case.status != Status.ON_HOLD or case.review_on is None:
        return
    calendar = timing.calendars_of(case)[Side.HQ]
    if case.review_on <= calendar.day(now):
        since = getattr(case, "stirred_at", case.moved_at)
        remind(holders(case), kind="endorsement.quiet", about=case, rule="quiet", due=case.review_on, since=since)


@transaction.atomic
def remind_condition(condition: Condition, *, now: datetime) -> int:
    """A condition falls due or is overdue, by the day of the lead office: each person the latest rung they have reached."""
    case = condition.decision.case
    assert condition.due_on is not None  # the sweep asks for those with a date
    days, told = (today_of(case.project, now) - condition.due_on).days, 0
    people: dict[str, list[User]] = {"owner": [condition.owner], "head": heads(case)}
    facts = {"number": condition.number, "condition": condition.pk, "grace": GRACE_DAYS}
    for who, rungs in CONDITION_RUNGS.items():
        if passed := [rung for rung in rungs if rung <= days]:
            kind = "endorsement.condition_overdue" if max(passed) > 0 else "endorsement.condition_due"
            rule = f"condition-{condition.pk}"
            readers = _who_read(case, people[who])
            told += len(remind(readers, kind, case, rule, condition.due_on, rung=str(max(passed)), **facts))
    return told
