"""What people are told of decisions, escalations and due days; by default gathered once a week, what presses at once.

Whether it still holds is asked again when the mail is sent.
"""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub.notifications import Kind, on
from risks.reminders.sources import is_ending
from risks.reminders.vacancies import vacancies


def _is_asked(escalation: Any, facts: dict[str, Any]) -> bool:
    """An escalation that was answered meanwhile, or whose risk was closed, waits for nobody."""
    return bool(escalation.state == "asked" and escalation.risk.is_live)


def _waits(acceptance: Any, facts: dict[str, Any]) -> bool:
    return bool(acceptance.state == "requested")


def _still_ends(acceptance: Any, facts: dict[str, Any]) -> bool:
    """One that was replaced, or ended before its day, ends no more."""
    return bool(acceptance.state == "granted")


def _has_no_owner(risk: Any, facts: dict[str, Any]) -> bool:
    """The same person still owns it, and it still matters."""
    return bool(risk.is_live and risk.owner_id == facts.get("owner"))


def _is_open(register: Any, facts: dict[str, Any]) -> bool:
    """The position that was broken is not mended."""
    risk = register.risks.filter(ref=facts.get("ref")).first()
    return risk is not None and bool(risk.broken_positions.open().exists())


def _is_behind(risk: Any, facts: dict[str, Any]) -> bool:
    """The measure is still to be done, on that same day."""
    measure = risk.treatments.filter(pk=facts.get("measure")).exclude(progress__in=["done", "dropped"]).first()
    return measure is not None and measure.due_on.isoformat() == str(facts.get("due_on"))[:10]


def _is_vacant(about: Any, facts: dict[str, Any]) -> bool:
    """Nobody was posted to the seat meanwhile, and something still waits for it. Older notices do not say which it was."""
    if "seat_is" not in facts:
        return True
    empty = {(vacancy.office.code, vacancy.seat) for vacancy in vacancies(timezone.now())}
    return (facts["at"], facts["seat_is"]) in empty


def _still_delegated(posting: Any, facts: dict[str, Any]) -> bool:
    """It still ends on that day, and risks still wait for the answer of who acts."""
    return is_ending(posting, _day(facts))


def _still_assumed(register: Any, facts: dict[str, Any]) -> bool:
    """No later assumption has followed."""
    return bool(register.assumptions.newest().filter(valid_until_on=_day(facts)).exists())


def _day(facts: dict[str, Any]) -> date:
    return date.fromisoformat(str(facts["due_on"])[:10])


OWNER = _("You were named the owner of the risk.")
SEAT = _("You sit in the seat that has to answer, or act for whoever does.")
ASKER = _("You asked for it.")
AROUND = _("You own the risk, manage the project, or sit in a seat of its register.")

KINDS = [
    *on(
        _("Risks that are passed upwards"),
        Kind("risks.escalated", label=_("A risk was passed up to you"), always=True, relevant=_is_asked, why=SEAT),
        Kind(
            "risks.escalation_confirmed",
            label=_("A risk you passed upwards was taken over"),
            why=_("You passed the risk upwards, or own it."),
        ),
        Kind(
            "risks.escalation_returned",
            label=_("A risk you passed upwards was given back"),
            always=True,
            why=_("You passed the risk upwards, or own it."),
        ),
        Kind("risks.escalation_withdrawn", label=_("A risk passed up to you was taken back"), why=SEAT),
        Kind(
            "risks.escalation_due",
            label=_("A risk passed up to you is to be answered"),
            always=True,
            relevant=_is_asked,
            why=SEAT,
        ),
        Kind(
            "risks.escalation_late",
            label=_("A risk passed upwards is not answered"),
            always=True,
            relevant=_is_asked,
            why=_("You passed the risk upwards, or sit in the seat that was asked or the one above it."),
        ),
    ),
    *on(
        _("Due days of registers"),
        Kind(
            "risks.acceptance_waiting",
            label=_("A risk still waits for your word"),
            cadence="weekly",
            relevant=_waits,
            why=SEAT,
        ),
        Kind(
            "risks.acceptance_ending",
            label=_("An acceptance ends soon"),
            cadence="weekly",
            relevant=_still_ends,
            why=_("You asked for the acceptance, own the risk, manage the project, or sit in a seat of its register."),
        ),
        Kind(
            "risks.treatment_due",
            label=_("A measure is due"),
            cadence="weekly",
            relevant=_is_behind,
            why=_("You carry out the measure, or own a risk that it is for."),
        ),
        Kind(
            "risks.treatment_late",
            label=_("A measure is late, or was put off again"),
            relevant=_is_behind,
            why=AROUND,
        ),
        Kind(
            "risks.owner_gone", label=_("The owner of a risk has left"), always=True, relevant=_has_no_owner, why=AROUND
        ),
        Kind(
            "risks.seat_vacant",
            label=_("A decision waits for a seat in which nobody sits"),
            always=True,
            relevant=_is_vacant,
            why=_("You administer the portal, and post people to seats."),
        ),
        Kind(
            "risks.seat_unfilled",
            label=_("Your request waits for a seat in which nobody sits"),
            relevant=_waits,
            why=ASKER,
        ),
        Kind(
            "risks.delegation_ending",
            label=_("A delegation ends while risks wait for its answer"),
            always=True,
            relevant=_still_delegated,
            why=_("You act for somebody, or somebody acts for you."),
        ),
        Kind(
            "risks.position_late",
            label=_("A risk is assumed by nobody, and its grace is over"),
            always=True,
            relevant=_is_open,
            why=AROUND,
        ),
        Kind(
            "risks.assumption_ending",
            label=_("The assumption of the stream's register ends"),
            cadence="weekly",
            relevant=_still_assumed,
            why=_("You sit in a seat that answers for the register of the whole stream."),
        ),
    ),
]
