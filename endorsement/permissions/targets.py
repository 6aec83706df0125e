"""Who says how many working days each stage of endorsement has."""

from django.utils.translation import gettext as _

from pvehub import access
from pvehub.people.models import User


def why_not_set_targets(user: User) -> str | None:
    """Administrators."""
    if not access.standing(user).anywhere("administer"):
        return _("Only an administrator sets how many working days a stage has.")
    return None
