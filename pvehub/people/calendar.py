"""The days of an office: which day it is there, its weekend and its holidays."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from .models import Holiday, Office

DaysOff = tuple[frozenset[int], frozenset[date]]


def day_at(office: Office | None, moment: datetime | None = None) -> date:
    """The day it is at an office, or was at that moment; in UTC where no office answers. What falls due is counted by it:
    a worker has no day of its own, and a reader's is another one."""
    return timezone.localdate(moment, ZoneInfo(office.time_zone if office else "UTC"))


def days_off_of(offices: Iterable[Office]) -> dict[int, DaysOff]:
    """By the number of each office its weekend (Monday = 0) and its holidays; one query, however many offices."""
    asked = {office.pk: office for office in offices}
    holidays: dict[int, set[date]] = {pk: set() for pk in asked}
    for pk, on in Holiday.objects.filter(office__in=list(asked)).values_list("office_id", "on"):
        holidays[pk].add(on)
    return {pk: (frozenset(each.weekend or [5, 6]), frozenset(holidays[pk])) for pk, each in asked.items()}


def days_off(office: Office) -> DaysOff:
    """The office's weekend (Monday = 0) and its holidays; one query."""
    return days_off_of([office])[office.pk]


def later(start: date, days: int, off: DaysOff) -> date:
    """The date `days` working days after `start`, which itself does not count."""
    weekend, holidays = off
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() not in weekend and day not in holidays:
            days -= 1
    return day


def between(start: date, end: date, off: DaysOff) -> int:
    """Working days after `start` up to and including `end`; 0 when `end` is not later."""
    weekend, holidays = off
    span = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in span if day.weekday() not in weekend and day not in holidays)


def add_working_days(office: Office, start: date, days: int) -> date:
    """The date `days` working days of the office after `start`; one query."""
    return later(start, days, days_off(office))


def working_days_between(office: Office, start: date, end: date) -> int:
    """Working days of the office after `start` up to and including `end`; one query."""
    return between(start, end, days_off(office))
