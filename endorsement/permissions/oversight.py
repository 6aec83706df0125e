"""Who opens the oversight board, and who reminds a holder, as sentences: None means yes."""

from django.utils.translation import gettext as _

from endorsement import workflow
from endorsement.models import Case
from pvehub import access
from pvehub.people.models import User

from .cases import why_not_of_headquarters


def why_not_oversee(user: User) -> str | None:
    """TRD and DOE; what it counts is what each of them may read as headquarters."""
    if access.standing(user).anywhere("see_internal"):
        return None
    return _("Only TRD and DOE open the oversight board.")


def why_not_remind(user: User, case: Case) -> str | None:
    """TRD and DOE, without a tie to the project, while the case is in hand."""
    if not access.standing(user).may("see_internal", case.project.lead_office_id):
        return _("Only TRD and DOE remind of a case.")
    if case.status not in workflow.IN_HAND:
        return _("Nobody has a next step here: the case stands at “%(status)s”.") % {
            "status": workflow.Status(case.status).label
        }
    return why_not_of_headquarters(user, case)
