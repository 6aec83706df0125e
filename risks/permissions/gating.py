"""Who may confirm that a register changed, who countersigns for somebody who may not read, who takes a register along."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pvehub import access
from risks.models import Register, RegisterSnapshot, Risk

from .registers import why_not_open, works_on

if TYPE_CHECKING:
    from projects.models import Project
    from pvehub.people.models import User

DECIDES = ("decide_cases", "decide_high_cases")


def _decides(user: "User", register: Register) -> bool:
    standing = access.standing(user)
    return any(standing.may(permission, register.lead_office) for permission in DECIDES)


def why_not_confirm(user: "User", register: Register) -> str | None:
    """The word of who decides on the case; nobody confirms changes of their own making."""
    if register.project is not None and works_on(user, register):
        return _("Who works on the project does not confirm its changes.")
    if not _decides(user, register):
        return _("Only who decides on the case confirms that the register changed.")
    return None


def why_not_countersign(user: "User", risk: Risk, snapshot: RegisterSnapshot) -> str | None:
    """For who may read the risk (asked before), wrote nothing of it, answers for nothing in it and does not decide."""
    if not risk.is_restricted:
        return _("Everybody who reads the register reads this risk.")
    if not risk.is_live:
        return _("This risk is closed.")
    author = risk.assessment.assessed_by_id if risk.assessment else None
    if user.pk in {risk.owner_id, risk.added_by_id, author, snapshot.taken_by_id}:
        return _("You own this risk, wrote or rated it, or submitted it: somebody else countersigns.")
    if risk.register.project is not None and risk.register.project.manager_id == user.pk:
        return _("You answer for the project: somebody else countersigns.")
    if _decides(user, risk.register):
        return _("Who decides on the case does not countersign for it.")
    return None


def why_not_copy(user: "User", source: Register, target: "Project") -> str | None:
    """For who edits the other project's register; the copy is never read by more people than the register it came from."""
    if source.project is None or source.project_id == target.pk:
        return _("A register is copied from one project to another.")
    if target.lead_office_id != source.project.lead_office_id:
        return _("A register is taken along only where the same office leads: others would read it.")
    if target.tier < source.project.tier:
        return _("The other project is read more widely than this one: raise its confidentiality first.")
    return why_not_open(user, target)
