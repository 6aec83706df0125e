"""Documents over the resources of a filter, a search or a collection: asked for, watched, read, thrown away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, facets, narrowing, permissions, search
from knowledge.forms import CompendiumForm
from knowledge.models import Collection, Compendium, Resource
from projects import wordpaper
from projects.compendium import binding
from pvehub import access
from pvehub.audit import trail
from pvehub.files import passing

#: What says where; a copy for outside does not repeat it. Free words may say anything.
GIVES_AWAY = frozenset({"country", "region"})
PAGE = 20  # entries on one page to read and print
MEDIA_TYPES = {"pdf": "application/pdf", "docx": wordpaper.MEDIA_TYPE}


@dataclass(frozen=True)
class _Asked:
    """What a document is over: the resources in their order, and where that was said."""

    keys: list[int]
    query: str
    filter_words: list[list[Any]]
    is_ordered: bool = False
    back_url: str = field(default="")

    def facts(self) -> dict[str, Any]:
        return {"query": self.query, "filter_words": self.filter_words, "is_ordered": self.is_ordered}


def _asked(request: HttpRequest) -> _Asked:
    """The resources of a collection, or of a list or search by the same address: words and filters."""
    most = permissions.MOST_ITEMS + 1
    if given := request.GET.get("collection"):
        collection = get_object_or_404(Collection.objects.visible_to(request.user), uid=_uid(given))
        items = collection.items.readable_by(request.user).order_by("position", "pk")
        published = Resource.objects.visible_to(request.user).published().order_by().values("pk")
        keys = list(items.filter(resource__in=published).values_list("resource", flat=True)[:most])
        words: list[list[Any]] = [[_("Collection: %(title)s") % {"title": collection.title}, True]]
        query = urlencode({"collection": str(collection.uid)})
        return _Asked(keys, query, words, is_ordered=True, back_url=collection.get_absolute_url())
    words_asked = request.GET.get("q", "").replace("\x00", "")[:500].strip()
    filters = narrowing.Filters.read(request.GET)
    rows = narrowing.resources(request.user, filters)
    if words_asked:
        keys = search.found(words_asked, by=request.user, among=rows)[:most]
    else:
        keys = list(rows.newest().values_list("pk", flat=True)[:most])
    named = facets.names() if filters.given() else {}
    said: list[list[Any]] = [[_("Words: %(words)s") % {"words": words_asked}, True]] if words_asked else []
    for name in filters.given():
        only = narrowing.Filters(**{name: getattr(filters, name)})
        said += [[words, name in GIVES_AWAY] for words in facets.said(only, named)]
    query = urlencode(({"q": words_asked} if words_asked else {}) | filters.given())
    back = reverse("knowledge:resource-list")
    return _Asked(keys, query, said, back_url=f"{back}?{query}" if query else back)


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@access.once
@require_http_methods(["GET", "HEAD", "POST"])
def compendium_new(request: HttpRequest) -> HttpResponse:
    """What the document shall be; what it is over stands in the address, as on the list."""
    asked = _asked(request)
    start = {"purpose": "inside", "form": "pdf", "language": request.user.language}
    form = CompendiumForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_bound and form.is_valid():
        row = actions.ask_compendium(asked.keys, by=request.user, **asked.facts(), **form.said())
        return redirect(row)
    context = {
        "form": form,
        "asked": asked,
        "count": len(asked.keys),
        "why_not": permissions.why_not_make_compendium(request.user, len(asked.keys)) or "",
        "mine": list(Compendium.objects.visible_to(request.user).newest()),
    }
    return render(request, "knowledge/compendium_new.html", context, status=422 if form.is_bound else 200)


def _mine(request: HttpRequest, pk: int) -> Compendium:
    row: Compendium = get_object_or_404(Compendium.objects.visible_to(request.user).select_related("job"), pk=pk)
    return row


@require_safe
def compendium_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; once written what it is, and whether it is still handed out."""
    row = _mine(request, pk)
    trail.read(row, by=request.user)
    new = reverse("knowledge:compendium-new")
    context = {
        "row": row,
        "job": row.job,
        "why_not": permissions.why_not_hand_out(request.user, row) or "",
        "count": len(row.parts or []),
        "left": len(row.asked) - len(row.parts or []),
        "again_url": f"{new}?{row.query}" if row.query else new,
        "volumes": range(1, row.volumes + 1),
    }
    return render(request, "knowledge/compendium_detail.html", context)


@require_safe
def compendium_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, or `?volume=2` of it, while its owner still reads all of it."""
    row = _mine(request, pk)
    access.require(permissions.why_not_hand_out(request.user, row))
    if row.is_pages:
        return redirect("knowledge:compendium-print", pk)
    asked = request.GET.get("volume", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
    if not 1 <= number <= row.volumes:
        return redirect(row)
    trail.read(row, by=request.user, what="download")
    name = f"practices-{row.number}{'-outside' if row.is_outside else ''}-{number}.{row.form}"
    return passing.download(iter([bytes(row.content[number - 1])]), name, MEDIA_TYPES[row.form])


@require_safe
def compendium_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages, while their owner still reads all of it: a cover with the contents, then some entries each."""
    row = _mine(request, pk)
    access.require(permissions.why_not_hand_out(request.user, row))
    if not row.is_pages:
        return redirect("knowledge:compendium-download", pk)
    trail.read(row, by=request.user, what="redacted" if row.is_outside else "print")
    document = binding.unpacked(bytes(row.content[0]))
    sheets = binding.sheets(document, PAGE)
    asked = request.GET.get("part", "")
    number = min(int(asked), len(sheets)) if asked.isdecimal() and len(asked) < 5 else 0
    groups = sheets[number - 1] if number else []
    context = {"row": row, "document": document, "sheets": sheets, "number": number, "groups": groups}
    with translation.override(row.language):
        return render(request, "knowledge/compendium_print.html", context)


@require_POST
def compendium_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw it away."""
    actions.drop_compendium(_mine(request, pk), by=request.user)
    messages.success(request, _("The compendium was thrown away."))
    return redirect("knowledge:compendium-new")
