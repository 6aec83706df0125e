"""Passing a risk upwards: it stays with its owner until somebody in the seat that was asked takes it over."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Moved, Unmet, require
from pvehub.access.standings import renew
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.calendar import add_working_days, day_at
from pvehub.people.models import User
from risks import permissions
from risks.covering import rule_of
from risks.models import Escalation, Register, Risk
from risks.workflow import EscalationState, Seat

from .locking import lock_risk


@transaction.atomic
def escalate(risk: Risk, *, seat: str, reason: str, by: User) -> Escalation:
    """Ask the seat that the risk's level requires, or a higher one, to take it over; its own working days run."""
    risk = lock_risk(risk.pk)
    require(permissions.why_not_escalate(by, risk))
    if risk.escalations.asked().exists():
        raise Unmet([_("This risk is with another seat already and waits for its answer.")])
    if seat not in permissions.seats_for(risk, by):
        raise Unmet(
            [
                _("Nobody else sits in this seat, or it is below the level of the risk: %(seat)s.")
                % {"seat": Seat(seat).label}
            ]
        )
    if why := permissions.why_unread(seat, risk, but={by.pk, risk.owner_id}):
        raise Unmet([why])
    rule, now = rule_of(risk), timezone.now()
    asked: Escalation = Escalation.objects.create(
        risk=risk,
        seat=seat,
        level=rule.level,
        reason=reason,
        asked_at=now,
        asked_by=by,
        answer_by_on=answer_by(risk.register, seat, rule.answer_days, now),
    )
    trail.record(risk, "risks.escalated", by=by, after=seat, note=reason)
    people = permissions.people_in(seat, risk.register)
    notify(people, kind="risks.escalated", about=asked, by=by, ref=risk.ref, by_on=asked.answer_by_on)
    return asked


def answer_by(register: Register, seat: str, days: int, now: datetime) -> date:
    """So many working days of the office that was asked, from the day it is there."""
    office = permissions.office_of(seat, register)
    return add_working_days(office, day_at(office, now), days)


def _locked(escalation: Escalation, words: str) -> Escalation:
    """The escalation under the lock of its risk, as it is now; who was slower than another gets their words back."""
    risk = lock_risk(escalation.risk_id)
    rows = Escalation.objects.select_for_update(of=("self",))
    found: Escalation = rows.select_related("asked_by", "answered_by").get(pk=escalation.pk)
    found.risk = risk
    renew()
    if found.state != EscalationState.ASKED:
        sentence = _("This escalation was answered meanwhile: %(state)s, by %(who)s.") % {
            "state": found.get_state_display().lower(),
            "who": found.answered_by,
        }
        raise Moved(sentence, kept={_("Your words"): words} if words else {}, url=found.get_absolute_url())
    return found


@transaction.atomic
def confirm_escalation(
    escalation: Escalation, *, by: User, answer: str = "", watched_in: Register | None = None
) -> Escalation:
    """The receiver takes the risk over: from now on it is theirs, followed in the register of their office if they say so."""
    escalation = _locked(escalation, answer)
    require(permissions.why_not_confirm_escalation(by, escalation))
    risk, before = escalation.risk, escalation.risk.owner
    if watched_in and not permissions.registers_above(by, risk).filter(pk=watched_in.pk).exists():
        raise Unmet([_("A risk is followed in the register of its own office, of one above, or of the whole stream.")])
    escalation.owner_before, escalation.watched_in = before, watched_in
    _answer(escalation, EscalationState.CONFIRMED, by=by, answer=answer)
    risk.owner = by
    risk.save(update_fields=["owner"])
    trail.record(
        risk,
        "risks.escalation_confirmed",
        by=by,
        on_behalf_of=escalation.on_behalf_of,
        changes={"owner": [str(before.uid) if before else "", str(by.uid)]},
        note=answer,
    )
    _tell(escalation, "risks.escalation_confirmed", by=by)
    return escalation


@transaction.atomic
def return_escalation(escalation: Escalation, *, by: User, answer: str) -> Escalation:
    """The receiver gives it back and says why, and what is to be done instead; nobody's ownership moves."""
    escalation = _locked(escalation, answer)
    require(permissions.why_not_return_escalation(by, escalation))
    _answer(escalation, EscalationState.RETURNED, by=by, answer=answer)
    trail.record(escalation.risk, "risks.escalation_returned", by=by, on_behalf_of=escalation.on_behalf_of, note=answer)
    _tell(escalation, "risks.escalation_returned", by=by)
    return escalation


@transaction.atomic
def withdraw_escalation(escalation: Escalation, *, by: User, answer: str = "") -> Escalation:
    """The mission takes it back before it is answered; the seat that was asked hears of it."""
    escalation = _locked(escalation, answer)
    require(permissions.why_not_withdraw_escalation(by, escalation))
    _answer(escalation, EscalationState.WITHDRAWN, by=by, answer=answer)
    risk = escalation.risk
    trail.record(risk, "risks.escalation_withdrawn", by=by, note=answer)
    people = permissions.people_in(escalation.seat, risk.register)
    notify(people, kind="risks.escalation_withdrawn", about=risk, by=by, ref=risk.ref)
    return escalation


def _answer(escalation: Escalation, state: str, *, by: User, answer: str) -> None:
    register = escalation.risk.register
    if state != EscalationState.WITHDRAWN:
        seat = permissions.lowest_seat(by, escalation.seat, register) or escalation.seat
        escalation.on_behalf_of = permissions.principal(by, seat, register)
    escalation.state, escalation.answer = state, answer
    escalation.answered_at, escalation.answered_by = timezone.now(), by
    escalation.save()


def _tell(escalation: Escalation, kind: str, *, by: User) -> None:
    """Who asked, who owned the risk, the manager."""
    risk = escalation.risk
    manager = risk.register.project.manager if risk.register.project else None
    people = [person for person in (escalation.asked_by, escalation.owner_before, risk.owner, manager) if person]
    notify(people, kind=kind, about=risk, by=by, ref=risk.ref)
