"""Who may bring in references, and who may take some along."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knowledge import workflow
from knowledge.models import ReferenceList, Resource
from knowledge.permissions.resources import why_not_contribute
from pvehub import access
from pvehub.people.models import Office, User


def why_not_import_references(user: User, office: Office | None = None) -> str | None:
    """Who contributes, for an office they serve at."""
    if sentence := why_not_contribute(user):
        return sentence
    if office is not None and office.pk not in access.standing(user).office_ids:
        return _("You bring in references for an office you serve at.")
    return None


def why_not_bring_in(user: User, batch: ReferenceList) -> str | None:
    """Its owner, once."""
    if batch.owner_id != user.pk:
        return _("Only the person who uploaded a list makes drafts of it.")
    if batch.applied_at:
        return _("The drafts of this list were made already.")
    return why_not_import_references(user, batch.office)


def why_not_cite(user: User, resource: Resource) -> str | None:
    """What everybody who reads it can look up."""
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published is cited.")
    return None
