"""Who may make, change and assign collections, as the sentence that greys out the button and explains the 403."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knowledge.models import Collection, ReadingAssignment
from pvehub import access
from pvehub.people.models import User


def why_not_collect(user: User) -> str | None:
    """Everybody who serves somewhere."""
    if not (user.is_active and access.standing(user).office_ids):
        return _("Only people who serve at an office make collections.")
    return None


def why_not_change_collection(user: User, collection: Collection) -> str | None:
    """Its owner alone; others make their own."""
    if collection.owner_id != user.pk:
        return _("Only its owner changes a collection. You can make one of your own.")
    if collection.ended_at:
        return _("This collection has ended.")
    return why_not_collect(user)


def why_not_assign(user: User, collection: Collection) -> str | None:
    """Its owner; anybody, where all staff may see it."""
    if collection.owner_id != user.pk and not collection.is_shared:
        return _("Only its owner asks others to read it, as it is not shared.")
    return why_not_collect(user)


def why_not_mark(user: User, assignment: ReadingAssignment) -> str | None:
    """Nobody reads for somebody else."""
    if assignment.person_id != user.pk:
        return _("Only the person who was asked says what they have read.")
    return None


def why_not_end_assignment(user: User, assignment: ReadingAssignment) -> str | None:
    """Whoever asked, and whoever was asked."""
    if user.pk not in (assignment.person_id, assignment.by_id):
        return _("Only the person who asked, and the one who was asked, take it back.")
    return None
