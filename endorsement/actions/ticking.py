"""The clock of a case turns with every step: one interval ends, the next holder's begins, and its due date follows."""

from datetime import date, datetime

from endorsement import clock, timing, workflow
from endorsement.clock import Calendars, Span
from endorsement.models import Case
from endorsement.workflow import Status, Step, Turn


def turn(case: Case, step: Step, to: Status, now: datetime) -> date | None:
    """Close the running interval and open that of the status a locked case now stands in; says when it is due.

    A stage begins with the days of its target, a return with those until the date that was given. What comes back from a
    return or a hold has the days that were left; so has each further stage of an emergency. On hold, and where nobody has
    the next step, nothing runs.
    """
    case.clock.filter(to_at=None).update(to_at=now)
    holder = workflow.TURN[to]
    if to == Status.ON_HOLD or holder == Turn.NOBODY:
        return None
    is_hurried = case.kind == Case.Kind.EMERGENCY
    before = timing.spans(case.clock.order_by("from_at", "pk"))
    calendars = timing.calendars_of(case)
    goes_on = bool(step.resumes) or (is_hurried and step.slug in clock.HURRIES_ON)
    earlier = _earlier(before, to, is_hurried=is_hurried) if goes_on else None
    days = earlier.days if earlier else _days(case, to, calendars, now, is_hurried=is_hurried)
    case.clock.create(holder=holder, stage=to, from_at=now, days=days, goes_on=earlier is not None)
    if to == Status.RETURNED and earlier is None:
        return case.due_on
    running = Span(holder, to, now, None, days, earlier is not None)
    return clock.read([*before, running], calendars, now, targets=workflow.TARGET_DAYS, is_hurried=is_hurried).due_on


def _earlier(spans: list[Span], to: Status, *, is_hurried: bool) -> Span | None:
    """The last span that drew on the same days."""
    mine = clock.purse(to, is_hurried=is_hurried)
    return next((span for span in reversed(spans) if clock.purse(span.stage, is_hurried=is_hurried) == mine), None)


def _days(case: Case, to: Status, calendars: Calendars, now: datetime, *, is_hurried: bool) -> int | None:
    """The working days a stage has that begins anew."""
    if to == Status.RETURNED and case.due_on is not None:
        calendar = calendars[clock.Side.OFFICE]
        return calendar.between(calendar.day(now), case.due_on)
    return timing.targets().get(clock.purse(to, is_hurried=is_hurried))
