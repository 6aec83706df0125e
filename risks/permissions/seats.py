"""Who sits in which seat of a register, at which office, and through whose delegation."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pvehub import access
from pvehub.access import grants
from pvehub.people.models import Office
from risks.models import Register, Risk
from risks.scoring import Level, level_order
from risks.workflow import SEAT_ORDER, SEAT_PERMISSION, Seat

if TYPE_CHECKING:
    from pvehub.people.models import Posting, User

AT_THE_OFFICE = (Seat.MANAGER, Seat.CHIEF_OF_MISSION)


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
    return list(access.people_holding(SEAT_PERMISSION[Seat(seat)], register.lead_office or headquarters()))


def stands(seat: str, register: Register) -> bool:
    """Whether there is such a seat for this register at all: no project has no manager, the stream no mission or region."""
    if seat == Seat.MANAGER:
        return register.project is not None
    return register.lead_office is not None or seat not in (Seat.CHIEF_OF_MISSION, Seat.REGIONAL_DIRECTOR)


def headquarters() -> Office:
    found: Office = Office.objects.get(kind=Office.Kind.HQ)
    return found


def office_of(seat: str, register: Register) -> Office:
    """The office in which this seat stands: its working days and its clock count."""
    lead = register.lead_office
    if lead is not None and seat in AT_THE_OFFICE:
        return lead
    if lead is not None and seat == Seat.REGIONAL_DIRECTOR:
        return lead.region or lead
    return headquarters()


def lowest_seat(user: "User", least: str, register: Register) -> str | None:
    """The lowest seat, at or above this one, that the person sits in; a higher seat may do what a lower one may."""
    able = (seat for seat in Seat.values if SEAT_ORDER[seat] >= SEAT_ORDER[least])
    return next((seat for seat in able if in_seat(user, seat, register)), None)


def next_above(seat: str, register: Register) -> str | None:
    """The next seat up in which somebody sits."""
    return next((above for above in Seat.values[SEAT_ORDER[seat] + 1 :] if people_in(above, register)), None)


def delegation(user: "User", seat: str, register: Register) -> "Posting | None":
    """The delegated posting through which alone the person sits there."""
    if seat == Seat.MANAGER:
        return None
    office = register.lead_office or headquarters()
    return access.standing(user).by_delegation(SEAT_PERMISSION[Seat(seat)], office)


def principal(user: "User", seat: str, register: Register) -> "User | None":
    """Whom a delegate signs for."""
    posting = delegation(user, seat, register)
    return posting.acting_for.user if posting and posting.acting_for else None


def why_beyond_ceiling(user: "User", seat: str, level: str, register: Register) -> str | None:
    """A delegation may end at a level: what is above it is not signed through it."""
    posting = delegation(user, seat, register)
    if posting is None or not posting.ceiling or level_order(level) <= level_order(posting.ceiling):
        return None
    return _("Your delegation ends at %(ceiling)s; this risk is at %(level)s.") % {
        "ceiling": Level(posting.ceiling).label,
        "level": Level(level).label,
    }


def readers_in(seat: str, risk: Risk) -> "list[User]":
    """Who of this seat may read the risk. Asking the Director General's office opens the register to it, and a restricted
    risk to those of it who were named."""
    if seat == Seat.DG_OFFICE:
        people = people_in(seat, risk.register)
        named = (
            set(grants.people_with("see_restricted", risk).values_list("pk", flat=True)) if risk.is_restricted else None
        )
        return [person for person in people if named is None or person.pk in named]
    return [
        person
        for person in people_in(seat, risk.register)
        if Risk.objects.visible_to(person).filter(pk=risk.pk).exists()
    ]


def why_unread(seat: str, risk: Risk, *, but: "set[int | None]") -> str | None:
    """Why this seat cannot be asked about the risk: people sit there, and none of them may read it.

    A project's first submission opens its register to region and headquarters, so before it this says nothing.
    """
    people = [person for person in people_in(seat, risk.register) if person.pk not in but]
    project = risk.register.project
    if not people or (project and project.submitted_once_at is None and not risk.is_restricted):
        return None
    if {person.pk for person in readers_in(seat, risk)} - but:
        return None
    if risk.is_restricted:
        return _(
            "Nobody in this seat may read this restricted risk: %(seat)s. First name somebody there as a reader."
        ) % {"seat": Seat(seat).label}
    return _(
        "Nobody in this seat may read this register: %(seat)s. First give somebody there access to the project."
    ) % {"seat": Seat(seat).label}
