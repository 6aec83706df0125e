"""Finding and reading."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge import actions, masking, permissions, search
from knowledge.filters import ResourceFilter
from knowledge.models import Attachment, Resource
from knowledge.querysets import ResourceQuerySet
from knowledge.views.beside import newer_of
from knowledge.views.showing import page_of_resource
from pvehub import access, files, index
from pvehub.audit import trail
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import Page, number_of, page_at, page_of, url_of

ROWS = 20


@require_safe
def resource_list(request: HttpRequest) -> HttpResponse:
    """What this person may find, by words and filters; the url is the whole state."""
    published = Resource.objects.visible_to(request.user).published()
    filtered = ResourceFilter(request.GET, queryset=published)
    filtered.form.is_valid()  # a filter that does not exist narrows nothing and says so beside it
    words = filtered.form.cleaned_data.get("q", "")
    page = _asked(request, words, filtered.qs) if words else _listed(request, filtered.qs)
    facts = {"filter": filtered, "words": words, "page": page, "why_not": permissions.why_not_contribute(request.user)}
    facts["is_curator"] = access.standing(request.user).anywhere("curate_resources")
    if words and not page.rows:
        facts["related"] = [other.text for span in index.expand(words) for other in span.expansions][:8]
        facts["elsewhere_url"] = url_of(request, kind="", theme="", region="", country="", language="", page="")
    return render_page(request, "knowledge/resource_list.html", facts, fragment="knowledge/_resource_list.html")


def _listed(request: HttpRequest, rows: ResourceQuerySet) -> Page:
    """The newest, without words."""
    return page_of(rows.newest().for_list(), request, size=ROWS)


def _asked(request: HttpRequest, words: str, among: ResourceQuerySet) -> Page:
    """The best, for the words; a page behind the last one is answered by the first."""
    number = number_of(request)
    answer = search.ask(words, by=request.user, among=among, offset=(number - 1) * ROWS, limit=ROWS)
    if not answer.rows and number > 1:
        number, answer = 1, search.ask(words, by=request.user, among=among, limit=ROWS)
    return page_at(answer.rows, request, number=number, total=answer.total, size=ROWS)


@require_safe
def resource_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One resource; a tombstone where it is gone and this person could read it before."""
    resource = Resource.objects.visible_to(request.user).for_page().filter(uid=uid).first()
    if resource is None:
        gone = get_object_or_404(Resource.objects.tombstones_for(request.user), uid=uid)
        facts = {"resource": gone, "newer": newer_of(request.user, gone)}
        return render(request, "knowledge/resource_gone.html", facts, status=410)
    trail.read(resource, by=request.user)
    actions.note_opened(by=request.user)
    if request.method == "GET":
        actions.count_use(resource, by=request.user)
    return render(request, "knowledge/resource_detail.html", page_of_resource(request.user, resource))


@access.silent
@require_safe
def attachment_download(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """A file, to whoever may read its resource and the file's own tier; asked again for every range."""
    rows = Attachment.objects.visible_to(request.user).select_related("file", "clean_file", "resource")
    attachment = get_object_or_404(rows, pk=pk, resource__uid=uid)
    whole = Resource.objects.told_origin_of(request.user).filter(pk=attachment.resource_id).exists()
    masking.tell_file(attachment, whole=whole)
    trail.read(attachment, by=request.user, what="download")
    # The rest of a broken download is no second one.
    if request.method == "GET" and request.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
        actions.count_use(attachment.resource, by=request.user, downloaded=True)
    return files.respond(request, attachment.file, attachment.name)
