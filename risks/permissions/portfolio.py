"""Who may look at many registers at once."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pvehub import access

if TYPE_CHECKING:
    from pvehub.people.models import User


def why_not_open_portfolio(user: "User") -> str | None:
    """Whoever reads registers of more than one mission by their post; the Director General's office for the stream."""
    standing = access.standing(user)
    if standing.anywhere("see_registers") or standing.anywhere("accept_for_organization"):
        return None
    return _("The portfolio of risks is for regional offices and headquarters. Your own risks are under “Mine”.")
