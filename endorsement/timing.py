"""Reading the service clock of cases: their intervals, the calendars of their offices, the targets that hold now."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from statistics import median
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, QuerySet, Value

from endorsement import workflow
from endorsement.clock import Calendar, Calendars, Reading, Side, Span, read, taken
from endorsement.models import Case, ClockInterval, Target
from pvehub.people.models import Office

FEW, LATEST = 3, 50
DECIDED = [status.value for status in workflow.DECIDED]


def targets() -> dict[str, int]:
    """Working days of each stage, and of an emergency in all: what administrators set, else the figures of the table."""
    return {**workflow.TARGET_DAYS, **dict(Target.objects.values_list("stage", "days"))}


def calendars(paths: Iterable[str]) -> dict[str, Calendars]:
    """The calendars that a case of each lead office is counted by, by the path of that office; one query however many."""
    paths = set(paths)
    codes = {code for path in paths for code in path.split("/") if code}
    rows = Office.objects.filter(code__in=codes).annotate(days_off=ArrayAgg("holidays__on", default=Value([])))
    days = {row.code: _calendar(row) for row in rows}
    found: dict[str, Calendars] = {}
    for path in paths:
        way = [code for code in path.split("/") if code]
        # A project led by a region is advised by it, and one of headquarters by nobody.
        found[path] = {Side.HQ: days[way[0]], Side.REGION: days[way[:2][-1]], Side.OFFICE: days[way[-1]]}
    return found


def _calendar(office: Office) -> Calendar:
    days_off = frozenset(day for day in office.days_off if day)  # type: ignore[attr-defined]  # calendars() adds it to its rows
    return Calendar(office.time_zone, frozenset(office.weekend or [5, 6]), days_off)


def calendars_of(case: Case) -> Calendars:
    """The calendars that one case is counted by."""
    path = case.project.lead_office.path
    return calendars([path])[path]


def spans(rows: Iterable[ClockInterval]) -> list[Span]:
    """The intervals of one case as the clock reads them, in their order."""
    return [Span(row.holder, row.stage, row.from_at, row.to_at, row.days, row.goes_on) for row in rows]


def readings(cases: Iterable[Case], now: datetime) -> dict[int, Reading]:
    """What the clock of each of these cases says, by pk; three queries however many. Each has its project and lead office."""
    cases = list(cases)
    held: dict[int, list[ClockInterval]] = {case.pk: [] for case in cases}
    for row in ClockInterval.objects.filter(case__in=held).order_by("from_at", "pk"):
        held[row.case_id].append(row)
    by_office, days = calendars(case.project.lead_office.path for case in cases), targets()
    return {case.pk: _read(case, held[case.pk], by_office, days, now) for case in cases}


def reading(case: Case, now: datetime) -> Reading:
    """What the clock of one case says."""
    return readings([case], now)[case.pk]


def passage(case: Case, among: QuerySet[Case], now: datetime) -> tuple[Reading, dict[str, int]]:
    """What the clock of a case says, and the working days its stages usually take: the median of the latest of `among` that
    were decided. A figure of fewer than FEW cases is none. Three queries."""
    past = among.filter(status__in=DECIDED).exclude(pk=case.pk).order_by("-pk").values("pk")[:LATEST]
    rows = ClockInterval.objects.filter(Q(case=case) | Q(case__in=past))
    held: dict[int, list[Any]] = {case.pk: []}
    for row in rows.annotate(path=F("case__project__lead_office__path")).order_by("from_at", "pk"):
        held.setdefault(row.case_id, []).append(row)
    own = case.project.lead_office.path
    by_office = calendars([own, *(theirs[0].path for theirs in held.values() if theirs)])
    days: dict[str, list[int]] = {}
    for pk, theirs in held.items():
        if pk != case.pk:
            for stage, n in _by_stage(spans(theirs), by_office[theirs[0].path]).items():
                days.setdefault(stage, []).append(n)
    usual = {stage: round(median(found)) for stage, found in days.items() if len(found) >= FEW}
    return _read(case, held[case.pk], by_office, targets(), now), usual


def _read(
    case: Case,
    rows: Iterable[ClockInterval],
    by_office: Mapping[str, Calendars],
    days: Mapping[str, int],
    now: datetime,
) -> Reading:
    calendars_of_it, is_hurried = by_office[case.project.lead_office.path], case.kind == Case.Kind.EMERGENCY
    return read(spans(rows), calendars_of_it, now, targets=days, is_hurried=is_hurried)


def _by_stage(theirs: Iterable[Span], calendars: Calendars) -> dict[str, int]:
    """Working days in each stage that is over."""
    found: dict[str, int] = {}
    for span in theirs:
        if span.to_at is not None:
            found[span.stage] = found.get(span.stage, 0) + taken(span, calendars, span.to_at)
    return found
