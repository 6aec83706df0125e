"""What people are told about registers, and what of it they cannot switch off."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pvehub.notifications import Kind, on
from risks import duties


def _is_still_due(risk: Any, facts: dict[str, Any]) -> bool:
    """A review that was done meanwhile, or a risk that was closed, is not mailed about."""
    return bool(risk.is_live and risk.next_review_on and risk.next_review_on.isoformat() == str(facts["due_on"])[:10])


def _is_still_asked(acceptance: Any, facts: dict[str, Any]) -> bool:
    """A request that was answered meanwhile waits for nobody."""
    return bool(acceptance.state == "requested")


def _is_still_broken(register: Any, facts: dict[str, Any]) -> bool:
    """What was mended meanwhile is not mailed about."""
    return bool(
        register.risks.filter(
            ref=facts["ref"], broken_positions__mended_at__isnull=True, broken_positions__isnull=False
        ).exists()
    )


CONCERNED = _("You asked for the acceptance or gave it, own the risk, or manage the project.")
INCIDENT = _("You own a risk it concerns, manage the project, or sit in a seat of its register.")

KINDS = [
    *on(
        _("Risks"),
        Kind("risks.owner_named", label=_("You own a risk"), always=True, why=duties.OWNER),
        Kind(
            "risks.reader_named",
            label=_("You may read a restricted risk"),
            why=_("Somebody let you read the risk by name."),
        ),
        Kind(
            "risks.treatment_given",
            label=_("You carry out a measure"),
            always=True,
            why=_("You were named to carry out the measure."),
        ),
        Kind(
            "risks.review_due",
            label=_("A risk is due for review"),
            cadence="weekly",
            relevant=_is_still_due,
            why=duties.AROUND,
        ),
        Kind(
            "risks.position_broken",
            label=_("A risk of an endorsed project is assumed by nobody any more"),
            always=True,
            relevant=_is_still_broken,
            why=_("You manage the project, head its lead office, or screen cases for TRD."),
        ),
    ),
    *on(
        _("Risks that are accepted"),
        Kind(
            "risks.acceptance_requested",
            label=_("A risk waits for your word"),
            always=True,
            relevant=_is_still_asked,
            why=duties.SEAT,
        ),
        Kind("risks.acceptance_granted", label=_("A risk was accepted"), why=CONCERNED),
        Kind("risks.acceptance_declined", label=_("A risk was not accepted"), always=True, why=CONCERNED),
        Kind("risks.acceptance_lapsed", label=_("The acceptance of a risk lapsed"), always=True, why=CONCERNED),
        Kind("risks.acceptance_expired", label=_("The acceptance of a risk expired"), cadence="weekly", why=CONCERNED),
    ),
    *on(
        _("Incidents"),
        Kind(
            "risks.incident_critical",
            label=_("A critical incident was reported"),
            urgent=True,
            always=True,
            why=INCIDENT,
        ),
        Kind(
            "risks.incident_restricted",
            label=_("A critical incident was reported; it is restricted"),
            urgent=True,
            always=True,
            why=INCIDENT,
        ),
        Kind("risks.incident_reported", label=_("An incident was reported"), always=True, why=INCIDENT),
        Kind(
            "risks.incident_closed",
            label=_("An incident was closed"),
            why=_("You reported the incident, or manage the project."),
        ),
    ),
    *duties.KINDS,
]
