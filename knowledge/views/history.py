"""The texts of a resource, and what changed between any two of them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge import linking, masking, permissions
from knowledge.models import Resource, Revision
from knowledge.views.showing import changes, files_of
from pvehub import access
from pvehub.ui.paging import whole


@require_safe
def resource_history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every text this person may read, newest first; two of them side by side, word by word, the newest two if none is
    named."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    access.require(permissions.why_not_history(request.user, resource))
    texts = list(Revision.objects.visible_to(request.user).filter(resource=resource).newest()[:200])
    if not texts:
        raise Http404
    by_number = {text.number: text for text in texts}
    newer = by_number.get(_number(request, "new"), texts[0])
    before = [text for text in texts if text.number < newer.number]
    older = by_number.get(_number(request, "old"), before[0] if before else None)
    told = changes(resource, older, newer) if older != newer else []
    facts = {"resource": resource, "texts": texts, "older": older, "newer": newer, "changes": told}
    return render(request, "knowledge/resource_history.html", facts)


@access.silent
@require_safe
def revision_detail(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """One text as it was; its address never moves. Old texts are read by whoever may read the resource."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    texts = Revision.objects.visible_to(request.user).filter(resource=resource)
    text = get_object_or_404(texts, number=number)
    whole = Resource.objects.told_origin_of(request.user).filter(pk=resource.pk).exists()
    facts = {
        "resource": resource,
        "text": text,
        "is_current": text.pk == resource.published_revision_id,
        "links": linking.links_in(request.user, text),
        "answers": masking.answers(resource, text, whole=whole),
        "files": [masking.tell_file(file, whole=whole) for file in files_of(request.user, text)],
    }
    return render(request, "knowledge/revision_detail.html", facts)


def _number(request: HttpRequest, name: str) -> int:
    return whole(request.GET.get(name), 0)
