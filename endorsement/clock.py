"""The service clock: who has had a case for how many working days, and until when. Pure: no query, no reading of the time.

A working day counts for who hands the case on at its end: the day on which a case arrives is not one of the days it takes.
Each side counts its own days: weekend, holidays and midnight of headquarters, of the regional office, of the lead office.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from endorsement.workflow import Status, Turn


class Side(StrEnum):
    """By whose calendar a holder works."""

    HQ = "hq"
    REGION = "region"
    OFFICE = "office"


SIDE: dict[Turn, Side] = {
    Turn.TRD: Side.HQ,
    Turn.SEAT: Side.HQ,
    Turn.REGION: Side.REGION,
    Turn.HEAD: Side.OFFICE,
    Turn.MISSION: Side.OFFICE,
}
AT_HQ = (Status.SCREENING, Status.REVIEW, Status.DECISION)
# An emergency draws all of these from one purse of days.
HURRIED = (Status.CLEARANCE, *AT_HQ)
# The steps that lead from one of them to the next.
HURRIES_ON = frozenset({"clear", "start-review", "conclude"})


class Rung(StrEnum):
    """How far the days of a stage have gone, and whom that concerns: its holder twice, then two levels above."""

    HALF = "half"
    MOST = "most"
    DUE = "due"
    STALLED = "stalled"


# Days before (negative) or after the date of a condition, and who is told then. After the grace an unmet one suspends.
CONDITION_RUNGS: dict[str, tuple[int, ...]] = {"owner": (-14, 0, 7), "head": (7,)}
GRACE_DAYS = 14

PERCENT: dict[Rung, int] = {Rung.HALF: 50, Rung.MOST: 80, Rung.DUE: 100, Rung.STALLED: 150}


@dataclass(frozen=True)
class Calendar:
    """An office's days: its time zone, its weekend (Monday = 0), its holidays."""

    zone: str = "UTC"
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()

    def day(self, moment: datetime) -> date:
        """The date on the office's wall at that moment."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def works_on(self, day: date) -> bool:
        """Whether somebody is there."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 when `end` is not later."""
        return sum(self.works_on(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def after(self, start: date, days: int) -> date:
        """The date `days` working days after `start`; `start` itself where there are none left."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.works_on(day)
        return day


@dataclass(frozen=True)
class Span:
    """One stretch with one holder in one stage. `days` is what the whole stage has; `goes_on` draws on the days before it."""

    holder: str
    stage: str
    from_at: datetime
    to_at: datetime | None = None
    days: int | None = None
    goes_on: bool = False

    @property
    def side(self) -> Side:
        """By whose calendar it is counted."""
        return SIDE[Turn(self.holder)]


Calendars = Mapping[Side, Calendar]


def taken(span: Span, calendars: Calendars, now: datetime) -> int:
    """Working days of the holder in this stretch so far."""
    calendar = calendars[span.side]
    return calendar.between(calendar.day(span.from_at), calendar.day(span.to_at or now))


@dataclass(frozen=True)
class Reading:
    """What the clock of a case says: the stage that runs, its days, and what each side has taken since the submission,
    and when each stage began for the first time."""

    stage: str = ""
    since: datetime | None = None
    used: int = 0
    days: int | None = None
    due_on: date | None = None
    taken: Mapping[Side, int] = field(default_factory=dict)
    began: Mapping[str, datetime] = field(default_factory=dict)
    hq_days: int = 0

    @property
    def left(self) -> int | None:
        """Working days left; none where the stage has no target."""
        return None if self.days is None else max(self.days - self.used, 0)

    def reached(self) -> list[Rung]:
        """The rungs of reminding that the running stage has reached, in their order."""
        if self.days is None:
            return []
        days = max(self.days, 1)  # a return may be due on a day on which nobody works
        return [rung for rung, percent in PERCENT.items() if self.used * 100 >= percent * days]


def current(spans: Sequence[Span], *, is_hurried: bool = False) -> list[Span]:
    """The spans that draw on the same days as the running one, oldest first: back to where its stage began anew.

    What lies between them, with the mission or on hold, is not theirs.
    """
    if not spans or spans[-1].to_at is not None:
        return []
    found: list[Span] = []
    for span in reversed(spans):
        if purse(span.stage, is_hurried=is_hurried) != purse(spans[-1].stage, is_hurried=is_hurried):
            continue
        found.insert(0, span)
        if not span.goes_on:
            break
    return found


def purse(stage: str, *, is_hurried: bool) -> str:
    """Which days a stage draws on: its own, or those of the emergency as a whole."""
    return "emergency" if is_hurried and stage in HURRIED else stage


def read(
    spans: Sequence[Span],
    calendars: Calendars,
    now: datetime,
    *,
    targets: Mapping[str, int],
    is_hurried: bool = False,
) -> Reading:
    """Read the clock. `spans` are in their order; the last one is open while somebody holds the case."""
    sums: dict[Side, int] = {}
    began = {span.stage: span.from_at for span in reversed(spans)}
    for span in spans:
        if span.stage != Status.DRAFT:
            sums[span.side] = sums.get(span.side, 0) + taken(span, calendars, now)
    total = targets["emergency"] if is_hurried else sum(_days_of(stage, spans, targets) for stage in AT_HQ)
    running = current(spans, is_hurried=is_hurried)
    if not running:
        return Reading(taken=sums, began=began, hq_days=total)
    last, used = running[-1], sum(taken(span, calendars, now) for span in running)
    due = None
    if last.days is not None:
        calendar = calendars[last.side]
        before = used - taken(last, calendars, now)
        due = calendar.after(calendar.day(last.from_at), max(last.days - before, 0))
    return Reading(last.stage, running[0].from_at, used, last.days, due, sums, began, total)


def _days_of(stage: str, spans: Iterable[Span], targets: Mapping[str, int]) -> int:
    given = [span.days for span in spans if span.stage == stage and span.days is not None]
    return given[-1] if given else targets[stage]
