"""Reading the words of a file without fetching it: a few kilobytes in place of some megabytes."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge import masking
from knowledge.models import Attachment, Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.ui.paging import Page, number_of, page_at

PIECES = 5  # of about 400 words


@access.silent
@require_safe
def attachment_preview(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """The words of a file, page by page, to whoever may open the file; 404 where no words were found in it."""
    rows = Attachment.objects.visible_to(request.user).select_related("file", "clean_file", "resource")
    attachment = get_object_or_404(rows, pk=pk, resource__uid=uid)
    if not attachment.text:
        raise Http404
    whole = Resource.objects.told_origin_of(request.user).filter(pk=attachment.resource_id).exists()
    masking.tell_file(attachment, whole=whole)
    trail.read(attachment, by=request.user, what="preview")
    facts = {"resource": attachment.resource, "file": attachment, "page": _page(request, attachment.text)}
    return render(request, "knowledge/attachment_preview.html", facts)


def _page(request: HttpRequest, pieces: list[str]) -> Page:
    """A few pieces of a long text; a page behind the last one is the last one."""
    number = min(number_of(request), -(-len(pieces) // PIECES))
    rows = pieces[(number - 1) * PIECES : number * PIECES]
    return page_at(rows, request, number=number, total=len(pieces), size=PIECES)
