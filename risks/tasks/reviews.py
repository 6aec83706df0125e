"""Reviews that are due: each person hears the latest rung reached, once."""

from datetime import date, datetime, timedelta
from typing import cast

from celery import shared_task
from django.db.models import QuerySet
from django.utils import timezone

from pvehub import access
from pvehub.notifications import remind
from pvehub.people.models import User
from risks.covering import today_of
from risks.models import Register, Risk
from risks.workflow import REVIEW_RUNGS


@shared_task(name="risks.tasks.remind_review")
def remind_review() -> int:
    """Tell who answers for a risk that its review is due: each person the latest rung reached, once, ever."""
    now = timezone.now()
    told = 0
    for risk in _due(now).iterator(chunk_size=200):
        told += _remind(risk, cast(date, risk.next_review_on), today_of(risk.register, now))
    return told


def _due(now: datetime) -> "QuerySet[Risk]":
    """Live risks whose first rung is reached somewhere on earth by now."""
    horizon = now.date() + timedelta(days=1 - min(REVIEW_RUNGS["owner"]))
    rows = Risk.objects.live().filter(next_review_on__lte=horizon).select_related("owner")
    return rows.select_related("register__project__lead_office", "register__project__manager", "register__office")


def _remind(risk: Risk, due: date, today: date) -> int:
    """Remind of one risk whose review is due on that day; gives how many people were told now."""
    told, days = 0, (today - due).days
    for role, rungs in REVIEW_RUNGS.items():
        reached = [rung for rung in rungs if rung <= days]
        if reached:
            people = _people(role, risk.register, risk)
            notices = remind(
                people,
                "risks.review_due",
                risk,
                rule="review",
                due=due,
                rung=str(max(reached)),
                ref=risk.ref,
            )
            told += len(notices)
    return told


def _people(role: str, register: Register, risk: Risk) -> list[User]:
    if role == "owner":
        return [risk.owner] if risk.owner else []
    if role == "manager":
        manager = register.project.manager if register.project else None
        return [manager] if manager else []
    office = register.lead_office
    return list(access.people_holding("accept_medium", office)) if office else []
