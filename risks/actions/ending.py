"""Acceptances that end by themselves, each on its own day however late the timer comes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from pvehub.audit import trail
from pvehub.notifications import notify
from risks.covering import late_since, today_of
from risks.models import Acceptance, Register
from risks.workflow import AcceptanceState

from .accepting import end, locked
from .locking import concerned, lapse
from .positions import look_at_position


def _midnight(register: Register, day: date) -> datetime:
    """The moment at which this day begins at the office of the register."""
    office = register.lead_office
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(office.time_zone if office else "UTC"))


@transaction.atomic
def expire(acceptance: Acceptance, *, now: datetime) -> bool:
    """An acceptance past its last day has ended on that day, whenever the timer comes by. False where it had ended already."""
    acceptance = locked(acceptance)
    risk, last = acceptance.risk, acceptance.valid_until_on
    if acceptance.state != AcceptanceState.GRANTED or last is None or last >= today_of(risk.register, now):
        return False
    if late_since(risk, acceptance.basis, last):
        return False  # it had lapsed before
    ended_at = _midnight(risk.register, last + timedelta(days=1))
    end(acceptance, AcceptanceState.EXPIRED, because=_("Its last day passed."), at=ended_at)
    trail.record(risk, "risks.acceptance_expired", before=AcceptanceState.GRANTED, after=AcceptanceState.EXPIRED)
    notify(concerned(risk, acceptance), kind="risks.acceptance_expired", about=risk, by=None, ref=risk.ref)
    look_at_position(risk, by=None, now=now)
    return True


@transaction.atomic
def lapse_late(acceptance: Acceptance, *, now: datetime) -> bool:
    """A measure that the acceptance depends on ran late: it has lapsed since the day after that measure was due."""
    acceptance = locked(acceptance)
    risk = acceptance.risk
    since, last = late_since(risk, acceptance.basis, today_of(risk.register, now)), acceptance.valid_until_on
    if acceptance.state != AcceptanceState.GRANTED or since is None or last is None or since > last:
        return False
    because = _("A measure that the acceptance depends on is late.")
    lapse(acceptance, risk, because=because, by=None, now=_midnight(risk.register, since))
    return True
