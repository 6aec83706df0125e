"""Who may pass a risk upwards, take it over, give it back, in sentences. None means: go ahead."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from risks.covering import required_seat
from risks.models import Escalation, Register, Risk
from risks.workflow import SEAT_ORDER, EscalationState, RegisterKind, Seat

from .registers import works_on
from .seats import lowest_seat, people_in, why_beyond_ceiling

if TYPE_CHECKING:
    from pvehub.people.models import User


def why_not_escalate(user: "User", risk: Risk) -> str | None:
    """The owner, the manager and the mission pass a rated, living risk upwards, also while its register is locked."""
    if not risk.is_live:
        return _("This risk is closed.")
    if risk.assessment_id is None:
        return _("Rate this risk first.")
    if risk.owner_id == user.pk or works_on(user, risk.register):
        return None
    return _("Only the owner of the risk and the mission pass it upwards.")


def seats_for(risk: Risk, user: "User") -> list[Seat]:
    """The seats a risk may be passed to: the one its level requires and those above, where somebody else sits."""
    least = SEAT_ORDER[Seat(required_seat(risk))]
    out = {user.pk, risk.owner_id}
    above = [seat for seat in Seat if SEAT_ORDER[seat] >= least]
    return [seat for seat in above if {person.pk for person in people_in(seat, risk.register)} - out]


def registers_above(user: "User", risk: Risk) -> "QuerySet[Register]":
    """Where a risk that is taken over may be followed: the registers of its office and those above, and of the stream."""
    register = risk.register
    codes = register.lead_office.path.strip("/").split("/") if register.lead_office else []
    rows = Register.objects.visible_to(user).exclude(pk=register.pk).with_places()
    found: QuerySet[Register] = rows.filter(Q(kind=RegisterKind.STREAM) | Q(office__code__in=codes))
    return found.order_by("kind", "code", "pk")


def _why_not_answer(user: "User", escalation: Escalation) -> str | None:
    if escalation.state != EscalationState.ASKED:
        return _("This escalation is answered: %(state)s.") % {"state": escalation.get_state_display().lower()}
    if not escalation.risk.is_live:
        return _("This risk is closed.")
    if escalation.asked_by_id == user.pk:
        return _("You asked for it: somebody else answers.")
    seat = lowest_seat(user, escalation.seat, escalation.risk.register)
    if seat is None:
        return _("This is for another seat to answer: %(seat)s.") % {"seat": escalation.get_seat_display()}
    return why_beyond_ceiling(user, seat, escalation.level, escalation.risk.register)


def why_not_confirm_escalation(user: "User", escalation: Escalation) -> str | None:
    """Whoever sits in the seat that was asked, or above it, takes the risk over; not the asker, not who owns it."""
    if sentence := _why_not_answer(user, escalation):
        return sentence
    if escalation.risk.owner_id == user.pk:
        return _("You own this risk already.")
    return None


def why_not_return_escalation(user: "User", escalation: Escalation) -> str | None:
    return _why_not_answer(user, escalation)


def why_not_withdraw_escalation(user: "User", escalation: Escalation) -> str | None:
    if escalation.state != EscalationState.ASKED:
        return _("This escalation is answered: %(state)s.") % {"state": escalation.get_state_display().lower()}
    if escalation.asked_by_id == user.pk or works_on(user, escalation.risk.register):
        return None
    return _("Only the mission takes its escalation back.")
