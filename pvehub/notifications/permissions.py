"""Who may do what with mail that was given up."""

from typing import Any

from django.utils.translation import gettext as _

from pvehub import access


def why_not_mend(user: Any) -> str | None:
    """Only administrators see and repeat what could not be delivered or done."""
    if not access.standing(user).anywhere("administer"):
        return _("Only an administrator sees mail and work that was given up.")
    return None
