"""Who may do what to a register, its risks and measures, in sentences. None means: go ahead."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from projects import permissions as of_projects
from pvehub import access
from pvehub.people.models import Office
from risks.models import Register, Risk, Treatment
from risks.workflow import SECTION, RiskState

if TYPE_CHECKING:
    from projects.models import Project
    from pvehub.people.models import User


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


def why_not_unverify(user: "User", treatment: Treatment) -> str | None:
    """Who said that they saw it done takes it back, or who edits the register."""
    if treatment.verified_at is None:
        return _("Nobody has verified this measure.")
    if treatment.verified_by_id == user.pk:
        return None
    return why_not_edit(user, treatment.register)


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
