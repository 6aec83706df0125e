"""Who asks for a clearance and who gives it, as sentences: None means yes."""

from django.utils.translation import gettext as _

from endorsement import workflow
from endorsement.models import Case, Clearance
from endorsement.workflow import Status
from pvehub import access
from pvehub.people.models import User

from .cases import WHO, why_not_of_headquarters


def why_not_ask_clearance(user: User, case: Case) -> str | None:
    """The lead, or whoever screens while there is none, while TRD reads the case."""
    if sentence := WHO["return"](user, case):
        return sentence
    if case.status not in (Status.SCREENING, Status.REVIEW):
        return _("Clearances are asked for while TRD screens or reviews the case.")
    return None


def why_not_advise(person: User, case: Case) -> str | None:
    """Why this person cannot be asked: no adviser, or a tie to the project."""
    if not access.standing(person).may("give_clearances", case.project.lead_office_id):
        return _("%(name)s is no adviser.") % {"name": person}
    if why_not_of_headquarters(person, case):
        return _("%(name)s has a tie to this project.") % {"name": person}
    return None


def why_not_give_clearance(user: User, clearance: Clearance) -> str | None:
    """The person asked, while the case is with TRD and the version is the current one."""
    case = clearance.case
    if clearance.asked_of_id != user.pk:
        return _("This was asked of somebody else: %(name)s.") % {"name": clearance.asked_of}
    if sentence := why_not_advise(user, case):
        return sentence
    if clearance.outcome:
        return _("You have given your word on this version.")
    if case.status not in workflow.WITH_TRD:
        return _("Clearances are given while the case is with TRD.")
    if clearance.submission_id != case.current_submission_id:
        return _("A newer version is on the table; this one needs no word any more.")
    return None
