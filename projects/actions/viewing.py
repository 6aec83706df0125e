"""Filters under a name: kept, shared, renamed, taken away, taken back. They hold questions, so nobody is told of them."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Office, User

from .. import permissions
from ..models import SavedView


@transaction.atomic
def save_view(*, by: User, name: str, query: str, audience: str, office: Office | None = None) -> SavedView:
    """Keep a filter under a name its owner has not used yet; shared with an office only where the owner serves below it."""
    access.require(permissions.why_not_share_view(by, audience, office))
    view = SavedView(owner=by, name=name, query=query, audience=audience, office=office)
    _keep(view)
    trail.record(view, "projects.view_saved", by=by, changes={"audience": ["", audience]})
    return view


@transaction.atomic
def change_view(view: SavedView, *, by: User, name: str, audience: str, office: Office | None = None) -> SavedView:
    """Rename it or share it otherwise. Who had the link has it no longer once it is shared in another way."""
    view = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    access.require(permissions.why_not_change_view(by, view))
    access.require(permissions.why_not_share_view(by, audience, office))
    before = view.audience
    if before != audience:
        view.key = SavedView._meta.get_field("key").get_default()
    view.name, view.audience, view.office, view.changed_at = name, audience, office, timezone.now()
    _keep(view)
    trail.record(view, "projects.view_changed", by=by, changes={"audience": [before, audience]})
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by: User) -> SavedView:
    """Take it away, from everybody it was shared with; for half a minute its owner can take that back."""
    view = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    access.require(permissions.why_not_change_view(by, view))
    view.removed_at = timezone.now()
    view.save(update_fields=["removed_at"])
    trail.record(view, "projects.view_removed", by=by)
    return view


@transaction.atomic
def restore_view(view: SavedView, *, by: User) -> SavedView:
    """Undo: it is back as it was, unless its name was given to another one meanwhile."""
    view = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    access.require(permissions.why_not_restore_view(by, view))
    view.removed_at = None
    _keep(view)
    trail.record(view, "projects.view_restored", by=by)
    return view


def _keep(view: SavedView) -> None:
    """Save it; a name its owner uses already is said in one sentence rather than failing in the database."""
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise access.Unmet([_("You have a view of this name already.")]) from error
