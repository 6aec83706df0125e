"""Who may ask for, concur in, decide, refer and take back an acceptance, in sentences. None means: go ahead."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from risks.models import Acceptance, Risk
from risks.scoring import Appetite
from risks.workflow import AcceptanceState, RiskState, Seat

from .registers import works_on
from .seats import in_seat, lowest_seat, why_beyond_ceiling

if TYPE_CHECKING:
    from pvehub.people.models import User


def why_not_request(user: "User", risk: Risk) -> str | None:
    """Asking a seat to assume what remains; the register may be locked meanwhile, since nothing in it changes."""
    if risk.state not in (RiskState.OPEN, RiskState.MATERIALISED):
        return _("Only an open risk can be accepted: complete its statement, owner and rating first.")
    if risk.appetite == Appetite.RED_LINE:
        return _("This is a direct red line: nobody may accept it. The only way on is to avoid it.")
    if risk.assessment_id is None:
        return _("Rate this risk first.")
    if not (works_on(user, risk.register) or risk.owner_id == user.pk):
        return _("Only the mission asks for the acceptance of a risk.")
    return None


def seat_of(user: "User", acceptance: Acceptance) -> str | None:
    """The lowest seat, at or above the one whose decision it is, that this person sits in."""
    least = acceptance.turn if acceptance.is_referred else acceptance.seat
    return lowest_seat(user, least, acceptance.risk.register)


def _why_not_sign(user: "User", acceptance: Acceptance) -> str | None:
    """What keeps anybody from a second signature on the same acceptance."""
    if acceptance.state != AcceptanceState.REQUESTED:
        return _("This request is %(state)s.") % {"state": acceptance.get_state_display().lower()}
    if acceptance.requested_by_id == user.pk:
        return _("You asked for it: somebody else answers.")
    if acceptance.risk.owner_id == user.pk:
        return _("You own this risk: somebody else answers.")
    if acceptance.steps.filter(by=user).exists():
        return _("You have signed this request already; nobody signs two steps.")
    return None


def why_not_concur(user: "User", acceptance: Acceptance) -> str | None:
    if sentence := _why_not_sign(user, acceptance):
        return sentence
    if acceptance.is_to_decide:
        return _("Nobody's concurrence is missing.")
    register = acceptance.risk.register
    if not in_seat(user, acceptance.turn, register):
        return _("It is the turn of another seat: %(seat)s.") % {"seat": acceptance.get_turn_display()}
    return why_beyond_ceiling(user, acceptance.turn, acceptance.level, register)


def why_not_decide(user: "User", acceptance: Acceptance) -> str | None:
    """Grant or decline: by the required seat or a higher one, once all have concurred; a delegate up to the ceiling."""
    if sentence := _why_not_sign(user, acceptance):
        return sentence
    seat = seat_of(user, acceptance)
    if seat is None:
        seat_asked = acceptance.get_turn_display() if acceptance.is_referred else acceptance.get_seat_display()
        return _("This is for another level to decide: %(seat)s.") % {"seat": seat_asked}
    if not acceptance.is_to_decide:
        return _("Another seat concurs first: %(seat)s.") % {"seat": acceptance.get_turn_display()}
    return why_beyond_ceiling(user, seat, acceptance.level, acceptance.risk.register)


def why_not_refer(user: "User", acceptance: Acceptance) -> str | None:
    """The head of TRD may ask the director of DOE to decide instead, once all have concurred."""
    if sentence := _why_not_sign(user, acceptance):
        return sentence
    if acceptance.seat != Seat.TRD_HEAD or acceptance.turn != Seat.TRD_HEAD:
        return _("Only a decision that is the head of TRD's to take is referred to the director of DOE.")
    if not in_seat(user, Seat.TRD_HEAD, acceptance.risk.register):
        return _("This is for another level to decide: %(seat)s.") % {"seat": acceptance.get_seat_display()}
    return None


def why_not_withdraw(user: "User", acceptance: Acceptance) -> str | None:
    if acceptance.state != AcceptanceState.REQUESTED:
        return _("This request is %(state)s.") % {"state": acceptance.get_state_display().lower()}
    if acceptance.requested_by_id == user.pk or works_on(user, acceptance.risk.register):
        return None
    return _("Only the mission takes its request back.")
