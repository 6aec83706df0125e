"""Who opens the registers that belong to no project, and who assumes the one of the whole stream."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pvehub import access
from risks.models import Register
from risks.workflow import RegisterKind

if TYPE_CHECKING:
    from pvehub.people.models import User

ASSUMES = "accept_for_organization"


def why_not_open_stream(user: "User") -> str | None:
    standing = access.standing(user)
    if not standing.anywhere(ASSUMES) and not standing.anywhere("own_method"):
        return _("Only the Director General's office and the risk officer open the register of the stream.")
    return None


def why_not_assume(user: "User", register: Register) -> str | None:
    """The register of the stream is assumed by the Director General's office, on a right that is alive at this moment."""
    if register.kind != RegisterKind.STREAM:
        return _("Only the register of the whole stream is assumed as a whole.")
    if not access.standing(user).anywhere(ASSUMES):
        return _("Only the Director General's office assumes the register of the stream.")
    return None
