"""Who may change the method: the risk officer alone; who is signed in reads what is or was in force."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pvehub import access
from risks.models import MatrixVersion

if TYPE_CHECKING:
    from pvehub.people.models import User


def why_not_own_method(user: "User") -> str | None:
    """The method and the library are the risk officer's."""
    if not access.standing(user).anywhere("own_method"):
        return _("Only the risk officer changes the method.")
    return None


def why_not_change_version(user: "User", matrix: MatrixVersion) -> str | None:
    """A draft may change; what was once active never does."""
    if sentence := why_not_own_method(user):
        return sentence
    if not matrix.is_draft:
        return _("Version %(number)d has been active: it is frozen. Make a new version.") % {"number": matrix.number}
    return None
