"""References going out: of a list or a search, and of one resource."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge import exporting, narrowing, permissions, search
from knowledge.forms import TIERS
from knowledge.models import Collection, Resource
from knowledge.querysets import ResourceQuerySet
from pvehub import access
from pvehub.audit import trail
from pvehub.files import passing
from pvehub.people.models import User


@require_safe
def resource_export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The resources of a list or a search, by the same address: words and filters. Projects go out by their own export."""
    if format not in exporting.FORMATS:
        raise Http404
    words = request.GET.get("q", "").replace("\x00", "")[:500].strip()
    rows = narrowing.resources(request.user, narrowing.Filters.read(request.GET))
    order = search.found(words, by=request.user, among=rows) if words else None
    name = _("references-%(day)s") % {"day": timezone.localdate().isoformat()}
    return _file(request, rows, format, name, order)


@require_safe
def collection_export(request: HttpRequest, uid: UUID, format: str) -> HttpResponseBase:
    """A collection in its order: of what is in it, what this person may read."""
    collection = get_object_or_404(Collection.objects.visible_to(request.user), uid=uid)
    if format not in exporting.FORMATS:
        raise Http404
    items = collection.items.readable_by(request.user).order_by("position", "pk")
    rows = Resource.objects.visible_to(request.user)
    return _file(
        request, rows, format, f"reading-list-{collection.uid}", list(items.values_list("resource", flat=True))
    )


@require_safe
def resource_cite(request: HttpRequest, uid: UUID, format: str) -> HttpResponseBase:
    """One resource, to be cited elsewhere."""
    visible = Resource.objects.visible_to(request.user)
    resource = get_object_or_404(visible, uid=uid)
    if format not in exporting.FORMATS:
        raise Http404
    access.require(permissions.why_not_cite(request.user, resource))
    return _file(request, visible.filter(pk=resource.pk), format, f"reference-{resource.uid}")


def _file(
    request: HttpRequest, rows: ResourceQuerySet, format: str, name: str, order: list[int] | None = None
) -> HttpResponseBase:
    ending, media_type = exporting.FORMATS[format]
    language = (get_language() or "en")[:2]
    tiers = {tier: str(label) for tier, label in TIERS}
    told = _noted(request.user, exporting.tell(rows, tiers=tiers, order=order))
    charset = f"{media_type}; charset=utf-8"
    blocks = exporting.blocks(told, format, language)
    return passing.download(blocks, f"{name}.{ending}", charset, begins=False)


def _noted(user: User, rows: Iterator[exporting.Told]) -> Iterator[exporting.Told]:
    """What goes out, written down as read by whoever took it, however far it came."""
    taken: list[int] = []
    try:
        for told in rows:
            taken.append(told.pk)
            yield told
    finally:
        trail.read_many(Resource, taken, by=user, what="export")
