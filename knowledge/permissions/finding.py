"""Who keeps searches, and who sees what is asked in vain."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knowledge.models import SavedSearch
from pvehub import access
from pvehub.people.models import User


def why_not_save_search(user: User) -> str | None:
    """Whoever serves somewhere."""
    if not (user.is_active and access.standing(user).office_ids):
        return _("Only people who serve at an office keep searches.")
    return None


def why_not_change_search(user: User, saved: SavedSearch) -> str | None:
    """Its owner alone."""
    if saved.owner_id != user.pk:
        return _("Only the person who keeps a search changes it.")
    return None


def why_not_see_gaps(user: User) -> str | None:
    """Curators, who can fill them."""
    if not access.standing(user).anywhere("curate_resources"):
        return _("Only curators see what is asked and not found.")
    return None
