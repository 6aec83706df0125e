"""Everything of the registers that is due: each person hears the latest rung reached, once."""

from collections import defaultdict
from datetime import date

from celery import shared_task
from django.utils import timezone

from pvehub import access
from pvehub.notifications import notify
from pvehub.people.calendar import day_at
from pvehub.people.models import Office
from risks import permissions
from risks.models import Acceptance, Escalation
from risks.workflow import LADDERS, Seat

from .climbing import climb
from .sources import OF_RISK, REVIEWS, SOURCES


@shared_task(name="risks.tasks.remind_review")
def remind_review() -> int:
    """Tell who answers for a risk that its review is due: each person the latest rung reached, once, ever."""
    return climb(REVIEWS, timezone.now())


@shared_task(name="risks.tasks.remind_due")
def remind_due() -> int:
    """Tell of everything else that is due or has nobody to answer it; says how many people were told."""
    now = timezone.now()
    return sum(climb(source, now) for source in SOURCES) + remind_vacancies()


def remind_vacancies() -> int:
    """Tell those who post people of seats that something waits for and in which nobody sits: a seat and an office, no more."""
    told, now = 0, timezone.now()
    rungs = LADDERS["seat vacant"]["administrator"]
    people = list(access.people_holding("administer", permissions.headquarters()))
    for (office, seat), since in sorted(_vacant().items(), key=lambda item: (item[0][0].code, item[0][1])):
        passed = [rung for rung in rungs if rung <= (day_at(office, now) - since).days]
        if passed:
            key = f"vacant:{office.code}:{seat}:{since.isoformat()}:{max(passed)}"
            word = str(Seat(seat).label)
            told += len(notify(people, "risks.seat_vacant", key=key, seat=word, office=office.name_en))
    return told


def _vacant() -> dict[tuple[Office, str], date]:
    """Seats without anybody that requests or escalations wait for, and since when."""
    found: dict[tuple[Office, str], date] = defaultdict(lambda: date.max)
    waiting = [(row, row.turn, row.requested_at) for row in Acceptance.objects.requested().select_related(*OF_RISK)]
    waiting += [(row, row.seat, row.asked_at) for row in Escalation.objects.waiting().select_related(*OF_RISK)]
    for row, seat, at in waiting:
        register = row.risk.register
        if not permissions.people_in(seat, register):
            place = (permissions.office_of(seat, register), seat)
            found[place] = min(found[place], day_at(place[0], at))
    return found
