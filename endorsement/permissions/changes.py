"""Who objects to a change that went out on save, and until when."""

from datetime import date

from django.utils.translation import gettext as _

from endorsement.models import Case
from projects.models import NotifiedChange
from pvehub import access
from pvehub.people.models import User

from .cases import why_not_of_headquarters


def who_objects(user: User, case: Case) -> str | None:
    """TRD, without a tie to the project; `case` is the one its endorsement stands on."""
    if not access.standing(user).may("screen_cases", case.project.lead_office_id):
        return _("Only TRD objects to a change after the endorsement.")
    return why_not_of_headquarters(user, case)


def why_not_object_now(change: NotifiedChange, today: date) -> str | None:
    """A standing change to which nobody has objected, within the five working days; `today` is headquarters' own."""
    if change.settled_at is not None:
        return _("This change is no longer a question: it was taken back, changed again or endorsed.")
    if change.objected_at is not None:
        return _("TRD has objected to this change already.")
    if change.objection_until_on < today:
        return _("The five working days in which TRD could object are over.")
    return None


def why_not_object(user: User, case: Case, change: NotifiedChange, today: date) -> str | None:
    """Who may, and whether it is still the moment."""
    return who_objects(user, case) or why_not_object_now(change, today)
