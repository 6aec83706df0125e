"""Who may do what to a register, in sentences. None means: go ahead."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from projects import permissions as of_projects
from pvehub import access
from pvehub.people.models import Office
from risks.models import Acceptance, Register, Risk, Treatment
from risks.scoring import Appetite, Level, level_order
from risks.workflow import SEAT_ORDER, SEAT_PERMISSION, SECTION, AcceptanceState, RiskState, Seat

if TYPE_CHECKING:
    from projects.models import Project
    from pvehub.people.models import Posting, User


def why_not_open(user: "User", project: "Project") -> str | None:
    """Who may edit the project's register section may open the register."""
    return of_projects.why_not_edit(user, project, SECTION)


def why_not_open_office(user: "User", office: Office) -> str | None:
    if not access.standing(user).may("edit_projects", office) and not access.standing(user).may(
        "accept_medium", office
    ):
        return _("Only officers of this office open its register.")
    return None


def why_not_edit(user: "User", register: Register) -> str | None:
    """A project's register is edited as its section of the project is: by the mission, while it is open."""
    if register.project is not None:
        return of_projects.why_not_edit(user, register.project, SECTION)
    standing = access.standing(user)
    if register.office is not None:
        return why_not_open_office(user, register.office)
    if not standing.anywhere("accept_for_organization") and not standing.anywhere("own_method"):
        return _("Only the Director General's office and the risk officer edit the register of the stream.")
    return None


def works_on(user: "User", register: Register) -> bool:
    """Somebody who works on what the register is about, whether or not it is open for editing now."""
    standing = access.standing(user)
    if register.project is None:
        return why_not_edit(user, register) is None
    offices = register.project.office_ids()
    return register.project.has_member(user) or any(standing.may("edit_projects", office) for office in offices)


def why_not_edit_risk(user: "User", risk: Risk) -> str | None:
    if risk.state == RiskState.CLOSED:
        return _("This risk is closed. Reopen it first.")
    return why_not_edit(user, risk.register)


def why_not_assess(user: "User", risk: Risk) -> str | None:
    return why_not_edit_risk(user, risk)


def why_not_treat(user: "User", risk: Risk) -> str | None:
    return why_not_edit_risk(user, risk)


def why_not_change_treatment(user: "User", treatment: Treatment) -> str | None:
    """Progress is reported by who carries the measure out, also while the register is locked."""
    if treatment.owner_id == user.pk:
        return None
    return why_not_edit(user, treatment.register)


def why_not_verify(user: "User", treatment: Treatment) -> str | None:
    if treatment.owner_id == user.pk:
        return _("Someone else than who carries a measure out says that it was done.")
    if not works_on(user, treatment.register):
        return _("Only the mission says that a measure was carried out.")
    return None


def why_not_restrict(user: "User", risk: Risk) -> str | None:
    """Anyone who edits may close a risk to others; to open it again is for those who read it at its closest."""
    return why_not_edit_risk(user, risk)


def why_not_name(user: "User", risk: Risk) -> str | None:
    """Who else reads a restricted risk is said by its owner, the head of the lead office, the risk officer."""
    if not risk.is_restricted:
        return _("Everybody who reads the register reads this risk.")
    standing, office = access.standing(user), risk.register.lead_office
    if risk.owner_id == user.pk or standing.may("see_restricted_drafts", office) or standing.may("own_method", office):
        return None
    return _("Only its owner, the head of the lead office and the risk officer name who reads a restricted risk.")


def why_not_review(user: "User", risk: Risk) -> str | None:
    """Saying "no change" edits nothing: the owner and the mission may, also while the register is locked."""
    if not risk.is_live:
        return _("This risk is closed.")
    if risk.assessment_id is None:
        return _("Rate this risk first.")
    if risk.owner_id == user.pk or works_on(user, risk.register):
        return None
    return _("Only the owner of the risk and the mission review it.")


def why_not_close(user: "User", risk: Risk) -> str | None:
    if risk.state == RiskState.CLOSED:
        return _("This risk is closed already.")
    return why_not_edit(user, risk.register)


def why_not_reopen(user: "User", risk: Risk) -> str | None:
    if risk.state != RiskState.CLOSED:
        return _("This risk is not closed.")
    return why_not_edit(user, risk.register)


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
