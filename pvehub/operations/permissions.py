"""Who may erase a person."""

from django.utils.translation import gettext as _

from pvehub.people.models import User
from pvehub.staffing import permissions as staffing


def why_not_erase(user: User, other: User) -> str | None:
    """Only an account that is closed, so that nobody is erased by one click; never one's own."""
    if user.pk == other.pk:
        return _("Nobody erases themselves.")
    refused = staffing.why_not_administer(user)
    if refused is None and other.is_active:
        return _("Close the account first: only a closed account is erased.")
    if refused is None and other.erased_at:
        return _("This person has been erased already.")
    return refused
