"""What remains of a risk, assumed by a named seat: asked, concurred, granted or declined, and how it ends."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Moved, Unmet, require
from pvehub.access.standings import renew
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User
from risks import content, permissions
from risks.covering import broken, last_day, late_since, rule_of, today_of
from risks.models import Acceptance, AcceptanceStep, Risk
from risks.workflow import SEAT_ORDER, AcceptanceState, Act, Basis, Seat

from .locking import concerned, lock_risk
from .positions import look_at_position


@transaction.atomic
def request_acceptance(risk: Risk, *, reason: str, by: User, basis: str = Basis.CURRENT) -> Acceptance:
    """Ask the seat at the required level to assume what remains, on this rating and this plan.

    A request still open is answered first. What is granted stays in force until the new one is.
    """
    risk = lock_risk(risk.pk)
    require(permissions.why_not_request(by, risk))
    if any(a.state == AcceptanceState.REQUESTED for a in risk.acceptances_alive):
        raise Unmet([_("A request for this risk is waiting for its answer.")])
    rule = rule_of(risk, basis)
    seat = _free_seat(rule.decides, risk, by)
    if why := permissions.why_unread(seat, risk, but={by.pk, risk.owner_id}):
        raise Unmet([why])
    concurs = [s for s in rule.concurs if _is_missing(s, seat, risk, by)]
    now = timezone.now()
    acceptance = Acceptance.objects.create(
        risk=risk,
        assessment=risk.assessment,
        basis=basis,
        band=getattr(risk.assessment, f"{basis}_band"),
        level=rule.level,
        seat=seat,
        concurs=concurs,
        turn=concurs[0] if concurs else seat,
        plan_sha256=content.plan_sha256(risk),
        statement_sha256=content.statement_sha256(risk),
        reason=reason,
        requested_at=now,
        requested_by=by,
    )
    _require_on_time(acceptance, today_of(risk.register, now))
    _sign(acceptance, Act.REQUESTED, by=by, now=now, note=reason)
    trail.record(risk, "risks.acceptance_requested", by=by, after=acceptance.level, note=reason)
    _tell_turn(acceptance, by=by)
    return acceptance


def _require_on_time(acceptance: Acceptance, today: date) -> None:
    """What is asked for or granted stands from that moment on: a late precondition would end it at once."""
    risk = acceptance.risk
    if why := broken(acceptance, risk, today):
        raise Unmet([why])
    if late_since(risk, acceptance.basis, today):
        raise Unmet([_("A measure that the acceptance depends on is late.")])


def _free_seat(seat: str, risk: Risk, by: User) -> str:
    """The seat that decides: the next one up where nobody sits, or all who sit there ask or own themselves.

    Where nobody sits further up either, the seat itself: the request waits, and says so, until somebody is posted.
    """
    conflicted = {by.pk, risk.owner_id}
    for candidate in Seat.values[SEAT_ORDER[Seat(seat)] :]:
        if {person.pk for person in permissions.people_in(candidate, risk.register)} - conflicted:
            return str(candidate)
    return seat


def _is_missing(seat: str, decides: str, risk: Risk, by: User) -> bool:
    """Whether this seat's word is still needed: not where the register has no such seat, the asker or owner sits in it, or
    it is the deciding people's own."""
    if not permissions.stands(seat, risk.register):
        return False
    if any(permissions.in_seat(person, seat, risk.register) for person in (by, risk.owner) if person):
        return False
    people = {person.pk for person in permissions.people_in(seat, risk.register)}
    deciders = {person.pk for person in permissions.people_in(decides, risk.register)}
    return seat != decides and not (people and people <= deciders)


def locked(acceptance: Acceptance) -> Acceptance:
    """The acceptance under the lock of its risk, as it is now; rights that ended while it waited count no more."""
    risk = lock_risk(acceptance.risk_id)
    found: Acceptance = Acceptance.objects.select_for_update(of=("self",)).get(pk=acceptance.pk)
    found.risk = risk
    renew()
    return found


def _still_asked(acceptance: Acceptance, note: str) -> None:
    """Somebody was faster: say who and what, and give the typed text back."""
    if acceptance.state != AcceptanceState.REQUESTED:
        who = acceptance.decided_by or _("the register itself")
        sentence = _("This request was answered meanwhile: %(state)s, by %(who)s.") % {
            "state": acceptance.get_state_display().lower(),
            "who": who,
        }
        raise Moved(sentence, kept={_("Your words"): note} if note else {}, url=acceptance.get_absolute_url())


def _sign(
    acceptance: Acceptance, act: str, *, by: User, now: datetime, note: str, seat: str = "", for_: User | None = None
) -> None:
    AcceptanceStep.objects.create(
        acceptance=acceptance,
        seq=acceptance.steps.count() + 1,
        act=act,
        seat=seat,
        by=by,
        on_behalf_of=for_,
        note=note,
        at=now,
    )


def _tell_turn(acceptance: Acceptance, *, by: User) -> None:
    people = permissions.people_in(acceptance.turn, acceptance.risk.register)
    notify(people, kind="risks.acceptance_requested", about=acceptance, by=by, ref=acceptance.risk.ref)


@transaction.atomic
def concur(acceptance: Acceptance, *, by: User, note: str = "") -> Acceptance:
    """The seat whose turn it is agrees that the one above may decide."""
    acceptance = locked(acceptance)
    _still_asked(acceptance, note)
    require(permissions.why_not_concur(by, acceptance))
    seat, for_ = acceptance.turn, permissions.principal(by, acceptance.turn, acceptance.risk.register)
    _sign(acceptance, Act.CONCURRED, by=by, now=timezone.now(), note=note, seat=seat, for_=for_)
    rest = acceptance.concurs[acceptance.concurs.index(seat) + 1 :]
    acceptance.turn = rest[0] if rest else acceptance.seat
    acceptance.save(update_fields=["turn"])
    trail.record(acceptance.risk, "risks.concurred", by=by, on_behalf_of=for_, after=seat, note=note)
    _tell_turn(acceptance, by=by)
    return acceptance


@transaction.atomic
def refer(acceptance: Acceptance, *, by: User, note: str) -> Acceptance:
    """The head of TRD asks the director of DOE to decide in their stead; it is theirs no longer."""
    acceptance = locked(acceptance)
    _still_asked(acceptance, note)
    require(permissions.why_not_refer(by, acceptance))
    register = acceptance.risk.register
    if not permissions.people_in(Seat.DOE_DIRECTOR, register):
        raise Unmet([_("Nobody sits in this seat: %(seat)s.") % {"seat": Seat.DOE_DIRECTOR.label}])
    for_ = permissions.principal(by, Seat.TRD_HEAD, register)
    _sign(acceptance, Act.REFERRED, by=by, now=timezone.now(), note=note, seat=Seat.TRD_HEAD, for_=for_)
    acceptance.turn = Seat.DOE_DIRECTOR
    acceptance.save(update_fields=["turn"])
    trail.record(acceptance.risk, "risks.referred", by=by, on_behalf_of=for_, after=acceptance.turn, note=note)
    _tell_turn(acceptance, by=by)
    return acceptance


@transaction.atomic
def grant(acceptance: Acceptance, *, by: User, note: str = "", until: date | None = None) -> Acceptance:
    """Assume the risk until the rule's last day, or an earlier one; with low confidence 60 days at most."""
    acceptance = locked(acceptance)
    _still_asked(acceptance, note)
    require(permissions.why_not_decide(by, acceptance))
    risk, now = acceptance.risk, timezone.now()
    today = today_of(risk.register, now)
    _require_on_time(acceptance, today)
    last = last_day(acceptance, today)
    if until and not today <= until <= last:
        raise Unmet([_("It may last until %(on)s at the latest.") % {"on": last.isoformat()}])
    for old in risk.acceptances_alive:
        if old.state == AcceptanceState.GRANTED:
            end(old, AcceptanceState.REPLACED, because=_("Replaced by a new acceptance."), at=now)
    acceptance.state, acceptance.valid_until_on = AcceptanceState.GRANTED, until or last
    return _decide(acceptance, Act.GRANTED, by=by, now=now, note=note)


@transaction.atomic
def decline(acceptance: Acceptance, *, by: User, note: str) -> Acceptance:
    """Do not assume the risk; say why, and what would change the answer."""
    acceptance = locked(acceptance)
    _still_asked(acceptance, note)
    require(permissions.why_not_decide(by, acceptance))
    now = timezone.now()
    acceptance.state, acceptance.ended_at, acceptance.ended_because = AcceptanceState.DECLINED, now, note
    return _decide(acceptance, Act.DECLINED, by=by, now=now, note=note)


def _decide(acceptance: Acceptance, act: Act, *, by: User, now: datetime, note: str) -> Acceptance:
    """The one final step: signature, history, and word to everyone concerned."""
    risk = acceptance.risk
    seat = permissions.seat_of(by, acceptance) or acceptance.seat
    for_ = permissions.principal(by, seat, risk.register)
    acceptance.decided_at, acceptance.decided_by = now, by
    acceptance.save(update_fields=["state", "decided_at", "decided_by", "valid_until_on", "ended_at", "ended_because"])
    _sign(acceptance, act, by=by, now=now, note=note, seat=seat, for_=for_)
    trail.record(risk, f"risks.acceptance_{act}", by=by, on_behalf_of=for_, after=acceptance.level, note=note)
    notify(concerned(risk, acceptance), kind=f"risks.acceptance_{act}", about=acceptance, by=by, ref=risk.ref)
    look_at_position(risk, by=by, now=now)
    return acceptance


@transaction.atomic
def withdraw(acceptance: Acceptance, *, by: User, note: str = "") -> Acceptance:
    """Take the request back before it is answered."""
    acceptance = locked(acceptance)
    _still_asked(acceptance, note)
    require(permissions.why_not_withdraw(by, acceptance))
    now = timezone.now()
    end(acceptance, AcceptanceState.WITHDRAWN, because=note, at=now)
    _sign(acceptance, Act.WITHDRAWN, by=by, now=now, note=note)
    trail.record(acceptance.risk, "risks.acceptance_withdrawn", by=by, note=note)
    return acceptance


def end(acceptance: Acceptance, state: str, *, because: str, at: datetime) -> None:
    """Write how and when an acceptance ended; its history and who is told are the caller's."""
    acceptance.state, acceptance.ended_at, acceptance.ended_because = state, at, because
    acceptance.save(update_fields=["state", "ended_at", "ended_because"])
