"""Working days of an office: its weekend and its holidays."""

from datetime import date, timedelta

from .models import Office


def days_off(office: Office) -> tuple[frozenset[int], frozenset[date]]:
    """The office's weekend (Monday = 0) and its holidays; one query."""
    return frozenset(office.weekend or [5, 6]), frozenset(office.holidays.values_list("on", flat=True))


def add_working_days(office: Office, start: date, days: int) -> date:
    """The date `days` working days after `start`, which itself does not count."""
    weekend, holidays = days_off(office)
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() not in weekend and day not in holidays:
            days -= 1
    return day


def working_days_between(office: Office, start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; 0 when `end` is not later."""
    weekend, holidays = days_off(office)
    span = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in span if day.weekday() not in weekend and day not in holidays)
