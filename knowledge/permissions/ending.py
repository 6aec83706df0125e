"""Who may read the former texts of a resource, and who may take it out for good, as the sentence of button and 403."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knowledge import workflow
from knowledge.models import Resource
from knowledge.permissions.resources import _curates, _is_author
from pvehub.people.models import User


def why_not_history(user: User, resource: Resource) -> str | None:
    """Whoever reads it may read how it came about, unless that would tell where it comes from."""
    if Resource.objects.told_origin_of(user).filter(pk=resource.pk).exists():
        return None
    return _("Where it comes from is masked: only its authors and the curators of its region read how it changed.")


def why_not_supersede(user: User, resource: Resource) -> str | None:
    """Authors and curators say what takes its place, while readers have it."""
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published can be superseded.")
    if _is_author(user, resource) or _curates(user, resource):
        return None
    return _("Only its authors and the curators say what takes its place.")


def why_not_succeed(user: User, newer: Resource, older: Resource) -> str | None:
    """What takes the place of another is published, readable to the one who says so, and shown to no fewer people: else
    readers would be led to nothing. It does not come from one whose origin is masked to one that shows it."""
    seen = Resource.objects.visible_to(user).filter(pk=newer.pk).exists()
    if not seen or newer.state != workflow.State.PUBLISHED or newer.pk == older.pk:
        return _("Give the address of another published resource that you can read.")
    if newer.tier > older.tier:
        return _("Fewer people may read the newer one than this one: they would be led to a page they cannot open.")
    if older.is_masked and not newer.is_masked:
        return _("Where this one comes from is masked: the newer one has to be masked, too.")
    return None


def why_not_withdraw(user: User, resource: Resource) -> str | None:
    """Its authors take back what nobody reads yet; of what is published, they and the curators. Not while a curator has to
    decide about a text of it: that is decided first."""
    if resource.state not in (workflow.State.PUBLISHED, workflow.State.DRAFT):
        return _("It is out of the repository already.")
    if not _is_author(user, resource) and not (resource.published_at and _curates(user, resource)):
        return _("Only its authors and the curators withdraw it.")
    if resource.curations.open().exists():
        return _("A text of it is with the curators. It can be withdrawn once they have decided.")
    return None
