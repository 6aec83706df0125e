"""Who may report an incident, correct, close and reopen it, in sentences. None means: go ahead."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from risks.models import Incident, Register, Risk
from risks.workflow import IncidentState, RiskState

from .registers import works_on

if TYPE_CHECKING:
    from pvehub.people.models import User


def why_not_report(user: "User", register: Register) -> str | None:
    """Whoever works on it, also while the register is locked: what happened does not wait."""
    if not works_on(user, register):
        return _("Only people who work on it report an incident here.")
    return None


def _why_not_handle(user: "User", incident: Incident) -> str | None:
    if incident.reported_by_id == user.pk or works_on(user, incident.register):
        return None
    return _("Only who reported it and people who work on it handle this incident.")


def why_not_edit_incident(user: "User", incident: Incident) -> str | None:
    if incident.state == IncidentState.CLOSED:
        return _("This incident is closed. Reopen it first.")
    return _why_not_handle(user, incident)


def why_not_close_incident(user: "User", incident: Incident) -> str | None:
    if incident.state == IncidentState.CLOSED:
        return _("This incident is closed already.")
    return _why_not_handle(user, incident)


def why_not_reopen_incident(user: "User", incident: Incident) -> str | None:
    if incident.state != IncidentState.CLOSED:
        return _("This incident is not closed.")
    return _why_not_handle(user, incident)


def why_not_resume(user: "User", risk: Risk) -> str | None:
    """Saying that what happened is over: the owner and the mission may, also while the register is locked."""
    if risk.state != RiskState.MATERIALISED:
        return _("This risk is not materialised.")
    if risk.owner_id == user.pk or works_on(user, risk.register):
        return None
    return _("Only the owner of the risk and the mission say that it is over.")
