"""Seats that something waits for and in which nobody sits. Who posts people hears of a seat and an office, no more."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from pvehub import access
from pvehub.notifications import notify
from pvehub.people.calendar import day_at
from pvehub.people.models import Office
from risks import permissions
from risks.models import Acceptance, Escalation
from risks.workflow import LADDERS, Seat

from .sources import OF_RISK


@dataclass(frozen=True)
class Vacancy:
    """A seat at an office, and since when something waits for somebody in it."""

    office: Office
    seat: str
    since: date

    @property
    def pk(self) -> str:
        return f"{self.office.code}:{self.seat}"


def vacancies(now: datetime) -> Iterator[Vacancy]:
    """Every seat without anybody that requests or escalations wait for, in the order of the offices."""
    found: dict[tuple[Office, str], date] = defaultdict(lambda: date.max)
    waiting = [(row, row.turn, row.requested_at) for row in Acceptance.objects.requested().select_related(*OF_RISK)]
    waiting += [(row, row.seat, row.asked_at) for row in Escalation.objects.waiting().select_related(*OF_RISK)]
    for row, seat, at in waiting:
        register = row.risk.register
        if not permissions.people_in(seat, register):
            place = (permissions.office_of(seat, register), seat)
            found[place] = min(found[place], day_at(place[0], at))
    for (office, seat), since in sorted(found.items(), key=lambda item: (item[0][0].code, item[0][1])):
        yield Vacancy(office, seat, since)


@transaction.atomic
def tell(vacancy: Vacancy, now: datetime) -> int:
    """The administrators hear the latest rung that was reached, once; says how many were told."""
    passed = [
        rung
        for rung in LADDERS["seat vacant"]["administrator"]
        if rung <= (day_at(vacancy.office, now) - vacancy.since).days
    ]
    if not passed:
        return 0
    people = access.people_holding("administer", permissions.headquarters())
    key = f"vacant:{vacancy.office.code}:{vacancy.seat}:{vacancy.since.isoformat()}:{max(passed)}"
    word = str(Seat(vacancy.seat).label)
    facts = {"seat": word, "office": vacancy.office.name_en, "seat_is": vacancy.seat, "at": vacancy.office.code}
    return len(notify(people, "risks.seat_vacant", key=key, **facts))
