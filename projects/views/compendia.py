"""Documents over the projects of a filter: asked for, watched, read, asked for again, thrown away. Each is its owner's."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pvehub import access
from pvehub.audit import trail
from pvehub.ui.htmx import render_page

from .. import actions, permissions, wordpaper
from ..compendium import binding
from ..filters import ProjectFilter
from ..forms import CompendiumForm
from ..models import Compendium, Project
from .documents import as_file

# Facets whose value tells of a partner, a place or anything at all: a redacted copy does not repeat them.
GIVES_AWAY = {"donor": "partner", "country": "place", "office": "place", "region": "place", "q": "unknown"}
MEDIA_TYPES = {"pdf": "application/pdf", "docx": wordpaper.MEDIA_TYPE}
PAGE = {
    "summary": 25,
    "open": 12,
    "whole": 8,
}  # projects on one page to read and print: within the budget of a long page


@access.once
def compendium_create(request: HttpRequest) -> HttpResponse:
    """What the document over the projects of this filter shall hold; the filter is the url, as on the list."""
    found = ProjectFilter(request.GET, Project.objects.visible_to(request.user).marked_whole_for(request.user))
    keys = list(found.qs.order_by("pk").values_list("pk", flat=True)[: permissions.MOST_PROJECTS + 1])
    start = {"what": "summary", "form": "pdf", "language": request.user.language}
    form = CompendiumForm(request.POST or None, initial=start | {"is_redacted": "redacted" in request.GET})
    words = filter_words(found)
    if request.method == "POST" and form.is_valid():
        asked = {"query": request.GET.urlencode(), "filter_words": words}
        return redirect(actions.ask_compendium(keys, by=request.user, **asked, **form.said()))
    context = {
        "form": form,
        "count": len(keys),
        "filter_words": words,
        "why_not": permissions.why_not_make_compendium(request.user, len(keys)) or "",
        "mine": list(Compendium.objects.visible_to(request.user).newest()),
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "projects/compendium_create.html", context, status=status)


def filter_words(found: ProjectFilter) -> list[list[str]]:
    """The filter as the reader chose it: [label, value, kind of what it gives away]."""
    words = []
    for name, value in (found.form.cleaned_data if found.is_bound and found.form.is_valid() else {}).items():
        if value in (None, "") or name == "sort":
            continue
        field = found.form.fields[name]
        named = {str(code): str(label) for code, label in getattr(field, "choices", [])}
        words.append([str(field.label), named.get(str(value), str(value)), GIVES_AWAY.get(name, "")])
    return words


def _mine(request: HttpRequest, pk: int) -> Compendium:
    rows = Compendium.objects.visible_to(request.user).select_related("job")
    row: Compendium = get_object_or_404(rows, pk=pk)
    return row


@require_safe
def compendium_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; once written what it is, and whether it is still handed out."""
    row = _mine(request, pk)
    trail.read(row, by=request.user)
    why_not = permissions.why_not_hand_out(request.user, row) or ""
    page = "compendium-download" if row.is_file else "compendium-print"
    context: dict[str, Any] = {
        "row": row,
        "job": row.job,
        "why_not": why_not,
        "count": len(row.parts or []),
        "left": len(row.asked) - len(row.parts or []),
        "url": reverse(f"projects:{page}", args=[pk]),
        "volumes": list(row.volumes.order_by("number").values_list("number", flat=True)),
    }
    return render_page(request, "projects/compendium_detail.html", context)


@require_safe
def compendium_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, or `?volume=2` of it, while its owner still reads all of it."""
    row = _mine(request, pk)
    access.require(permissions.why_not_hand_out(request.user, row))
    if not row.is_file:
        return redirect("projects:compendium-print", pk)
    asked = request.GET.get("volume", "1")
    volume = get_object_or_404(row.volumes, number=int(asked) if asked.isdecimal() and len(asked) < 4 else 0)
    trail.read(row, by=request.user, what="download")
    name = f"compendium-{row.number}{'-redacted' if row.is_redacted else ''}-{volume.number}.{row.form}"
    return as_file(bytes(volume.content), name, MEDIA_TYPES[row.form])


@require_safe
def compendium_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages, while their owner still reads all of it: a cover with the contents, then some projects each."""
    row = _mine(request, pk)
    access.require(permissions.why_not_hand_out(request.user, row))
    if row.is_file:
        return redirect("projects:compendium-download", pk)
    trail.read(row, by=request.user, what="redacted" if row.is_redacted else "print")
    document = binding.unpacked(bytes(row.volumes.get().content))
    sheets = binding.sheets(document, PAGE[row.what])
    asked = request.GET.get("part", "")
    number = min(int(asked), len(sheets)) if asked.isdecimal() and len(asked) < 5 else 0
    context = {
        "row": row,
        "document": document,
        "sheets": sheets,
        "number": number,
        "groups": sheets[number - 1] if number else [],
    }
    with translation.override(row.language):
        return render_page(request, "projects/compendium_print.html", context)


@require_POST
def compendium_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one over the same projects, as far as they are still seen; with `redacted`, as a redacted copy."""
    row = _mine(request, pk)
    is_redacted = row.is_redacted or "redacted" in request.POST
    return redirect(actions.ask_again(row, by=request.user, is_redacted=is_redacted))


@require_POST
def compendium_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw it away."""
    actions.drop_compendium(_mine(request, pk), by=request.user)
    messages.success(request, _("The compendium was thrown away."))
    return redirect("projects:project-list")
