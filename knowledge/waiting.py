"""How long a text has waited for the curators: in working days of the office whose curators read it, against ten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from knowledge import workflow
from pvehub.people.calendar import DaysOff, between, day_at, days_off, days_off_of, later
from pvehub.people.models import Office


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
    return _age(since, at, now, days_off(at))


def ages(rows: Iterable[tuple[int, datetime, Office]], now: datetime) -> dict[int, Age]:
    """How old each of these texts is, by its number; one query however many they are."""
    rows = list(rows)
    free = days_off_of({reads_at(office) for _pk, _since, office in rows})
    return {pk: _age(since, reads_at(office), now, free[reads_at(office).pk]) for pk, since, office in rows}


def _age(since: datetime, office: Office, now: datetime, off: DaysOff) -> Age:
    sent_on = day_at(office, since)
    return Age(between(sent_on, day_at(office, now), off), later(sent_on, workflow.REVIEW_DAYS, off))
