"""Who may ask for, concur in, decide and take back an acceptance; who sits in which seat of a register."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pvehub import access
from pvehub.people.models import Office
from risks.models import Acceptance, Register, Risk
from risks.scoring import Appetite, Level, level_order
from risks.workflow import SEAT_ORDER, SEAT_PERMISSION, AcceptanceState, RiskState, Seat

from .registers import works_on

if TYPE_CHECKING:
    from pvehub.people.models import Posting, User


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


def in_seat(user: "User", seat: str, register: Register) -> bool:
    """Whether this person sits, for this register, in this very seat."""
    if seat == Seat.MANAGER:
        return register.project is not None and register.project.manager_id == user.pk
    return access.standing(user).may(SEAT_PERMISSION[Seat(seat)], register.lead_office)


def people_in(seat: str, register: Register) -> "list[User]":
    """Everyone who sits in this seat for this register."""
    if seat == Seat.MANAGER:
        manager = register.project.manager if register.project else None
        return [manager] if manager is not None and manager.is_active else []
    office = register.lead_office or Office.objects.get(kind=Office.Kind.HQ)
    return list(access.people_holding(SEAT_PERMISSION[Seat(seat)], office))


def seat_of(user: "User", acceptance: Acceptance) -> str | None:
    """The lowest seat, at or above the one required, that this person sits in; a higher seat may decide for a lower."""
    register = acceptance.risk.register
    able = (seat for seat in Seat.values if SEAT_ORDER[seat] >= SEAT_ORDER[acceptance.seat])
    return next((seat for seat in able if in_seat(user, seat, register)), None)


def delegation(user: "User", seat: str, register: Register) -> "Posting | None":
    """The delegated posting through which alone the person sits there."""
    if seat == Seat.MANAGER or register.lead_office is None:
        return None
    return access.standing(user).by_delegation(SEAT_PERMISSION[Seat(seat)], register.lead_office)


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
    if acceptance.turn == acceptance.seat:
        return _("Nobody's concurrence is missing.")
    if not in_seat(user, acceptance.turn, acceptance.risk.register):
        return _("It is the turn of another seat: %(seat)s.") % {"seat": acceptance.get_turn_display()}
    return None


def why_not_decide(user: "User", acceptance: Acceptance) -> str | None:
    """Grant or decline: by the required seat or a higher one, once all have concurred; a delegate up to the ceiling."""
    if sentence := _why_not_sign(user, acceptance):
        return sentence
    seat = seat_of(user, acceptance)
    if seat is None:
        return _("This is for another level to decide: %(seat)s.") % {"seat": acceptance.get_seat_display()}
    if acceptance.turn != acceptance.seat:
        return _("Another seat concurs first: %(seat)s.") % {"seat": acceptance.get_turn_display()}
    posting = delegation(user, seat, acceptance.risk.register)
    if posting and posting.ceiling and level_order(acceptance.level) > level_order(posting.ceiling):
        return _("Your delegation ends at %(ceiling)s; this risk is at %(level)s.") % {
            "ceiling": Level(posting.ceiling).label,
            "level": acceptance.get_level_display(),
        }
    return None


def why_not_withdraw(user: "User", acceptance: Acceptance) -> str | None:
    if acceptance.state != AcceptanceState.REQUESTED:
        return _("This request is %(state)s.") % {"state": acceptance.get_state_display().lower()}
    if acceptance.requested_by_id == user.pk or works_on(user, acceptance.risk.register):
        return None
    return _("Only the mission takes its request back.")
