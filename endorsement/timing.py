"""Reading the service clock of cases: their intervals, the calendars of their offices, the targets that hold now."""

from collections.abc import Iterable
from datetime import datetime

from endorsement import workflow
from endorsement.clock import Calendar, Calendars, Reading, Side, Span, read
from endorsement.models import Case, ClockInterval, Target
from pvehub.people.models import Office


def targets() -> dict[str, int]:
    """Working days of each stage, and of an emergency in all: what administrators set, else the figures of the table."""
    return {**workflow.TARGET_DAYS, **dict(Target.objects.values_list("stage", "days"))}


def calendar(office: Office) -> Calendar:
    """The days of one office; its holidays may be prefetched."""
    holidays = frozenset(holiday.on for holiday in office.holidays.all())
    return Calendar(office.time_zone, frozenset(office.weekend or [5, 6]), holidays)


def calendars(cases: Iterable[Case]) -> dict[int, Calendars]:
    """The calendars each case is counted by, by the pk of its lead office; two queries however many cases."""
    offices = {case.project.lead_office_id: case.project.lead_office for case in cases}
    codes = {code for office in offices.values() for code in office.path.split("/")}
    days = {
        office.code: calendar(office) for office in Office.objects.filter(code__in=codes).prefetch_related("holidays")
    }
    found: dict[int, Calendars] = {}
    for pk, office in offices.items():
        path = [code for code in office.path.split("/") if code]
        # A project led by a region is advised by it, and one of headquarters by nobody.
        found[pk] = {Side.HQ: days[path[0]], Side.REGION: days[path[:2][-1]], Side.OFFICE: days[office.code]}
    return found


def spans(rows: Iterable[ClockInterval]) -> list[Span]:
    """The intervals of one case as the clock reads them, in their order."""
    return [Span(row.holder, row.stage, row.from_at, row.to_at, row.days, row.goes_on) for row in rows]


def readings(cases: Iterable[Case], now: datetime) -> dict[int, Reading]:
    """What the clock of each of these cases says, by pk; four queries however many. Each has its project and lead office."""
    cases = list(cases)
    held: dict[int, list[ClockInterval]] = {case.pk: [] for case in cases}
    for row in ClockInterval.objects.filter(case__in=held).order_by("from_at", "pk"):
        held[row.case_id].append(row)
    by_office, days = calendars(cases), targets()
    return {
        case.pk: read(
            spans(held[case.pk]),
            by_office[case.project.lead_office_id],
            now,
            targets=days,
            is_hurried=case.kind == Case.Kind.EMERGENCY,
        )
        for case in cases
    }


def reading(case: Case, now: datetime) -> Reading:
    """What the clock of one case says."""
    return readings([case], now)[case.pk]
