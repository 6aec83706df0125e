"""How long a text has waited for the curators: in working days of the office whose curators read it, against ten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knowledge import workflow
from pvehub.people.models import Holiday, Office


@dataclass(frozen=True)
class Age:
    """Working days since it was sent, and the day by which it should be answered."""

    days: int
    due_on: date

    @property
    def is_late(self) -> bool:
        """Past its ten days."""
        return self.days > workflow.REVIEW_DAYS

    @property
    def is_near(self) -> bool:
        """So old that somebody has been reminded."""
        return self.days >= workflow.REVIEW_RUNGS[0]


def reads_at(office: Office) -> Office:
    """Whose working days count for a text of this office: its region's; headquarters' own where there is none."""
    return office.region or office


def age(since: datetime, office: Office, now: datetime) -> Age:
    """How old one text is; one query."""
    at = reads_at(office)
    return _age(since, at, now, holidays([at])[at.pk])


def ages(rows: Iterable[tuple[int, datetime, Office]], now: datetime) -> dict[int, Age]:
    """How old each of these texts is, by its number; one query however many they are."""
    rows = list(rows)
    free = holidays({reads_at(office) for _pk, _since, office in rows})
    return {pk: _age(since, reads_at(office), now, free[reads_at(office).pk]) for pk, since, office in rows}


def holidays(offices: Iterable[Office]) -> Mapping[int, set[date]]:
    """The days off of each office, by its number."""
    found: dict[int, set[date]] = {office.pk: set() for office in offices}
    for office, on in Holiday.objects.filter(office__in=list(found)).values_list("office_id", "on"):
        found[office].add(on)
    return found


def _age(since: datetime, office: Office, now: datetime, free: set[date]) -> Age:
    weekend = frozenset(office.weekend or [5, 6])
    day, today = workflow.day_at(office.time_zone, since), workflow.day_at(office.time_zone, now)
    days, due_on = 0, day
    left = workflow.REVIEW_DAYS
    while day < today or left > 0:
        day += timedelta(days=1)
        if day.weekday() in weekend or day in free:
            continue
        days += day <= today
        left -= 1
        due_on = day if left >= 0 else due_on
    return Age(days, due_on)
