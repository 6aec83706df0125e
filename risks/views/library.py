"""The library of known risks, kept by the risk officer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub.access import once, require
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of
from risks import actions, explaining, permissions
from risks.drafting import LibraryFilterForm, LibraryRiskForm, NewLibraryRiskForm
from risks.experience import copies, with_experience
from risks.models import LibraryRisk
from risks.querysets import LIBRARY_LANGUAGES, library_code
from risks.versions import library_sha256

from .loading import did


def library_list(request: HttpRequest) -> HttpResponse:
    """All of it by category, with what projects made of each risk."""
    require(permissions.why_not_own_method(request.user))
    form = LibraryFilterForm(request.GET)
    rows = form.chosen(LibraryRisk.objects.select_related("category"))
    page = page_of(rows.order_by("category__position", "code", "pk"), request)
    context = {"form": form, "page": page, "rows": with_experience(page.rows)}
    return render_page(request, "risks/library_list.html", context, fragment="risks/_library.html")


def _item_or_404(request: HttpRequest, code: str) -> LibraryRisk:
    require(permissions.why_not_own_method(request.user))
    found: LibraryRisk = get_object_or_404(LibraryRisk.objects.select_related("category"), code=code)
    return found


@once
def library_new(request: HttpRequest) -> HttpResponse:
    """A new risk; with `?same=` the same risk in another language, beginning from its words."""
    require(permissions.why_not_own_method(request.user))
    same = LibraryRisk.objects.filter(code=request.GET.get("same", "")).first()
    initial = {"language": request.GET.get("language") or (get_language() or "en")[:2]}
    form = NewLibraryRiskForm(request.POST or None, item=same)
    form.initial |= initial
    stem, added = library_code(same.code, "en") if same else "", []
    if request.method == "POST" and did(
        form,
        lambda: added.append(
            actions.add_to_library(
                by=request.user, language=form.cleaned_data["language"], stem=stem, **form.fields_given()
            )
        ),
    ):
        messages.success(request, _("%(code)s is in the library.") % {"code": added[0].code})
        return redirect("risks:library-edit", added[0].code)
    return render(request, "risks/library_new.html", {"form": form, "same": same})


@once
def library_edit(request: HttpRequest, code: str) -> HttpResponse:
    """What the library says of it, in how many registers there are copies, and the other languages."""
    item = _item_or_404(request, code)
    form = LibraryRiskForm(request.POST or None, item=item)
    seen = request.POST.get("seen") or library_sha256(item)
    if request.method == "POST" and did(
        form, lambda: actions.edit_in_library(item, form.fields_given(), by=request.user, seen=seen)
    ):
        messages.success(request, _("Saved. Copies in registers stay as they are."))
        return redirect("risks:library-edit", code)
    there = {row.language: row for row in LibraryRisk.objects.same_as(item)}
    context = {"item": item, "form": form, "seen": seen, "copies": copies(item)}
    context["events"] = explaining.history(item)
    context["rated"] = with_experience([item])[0]["rated"]
    context["languages"] = [(language, there.get(language)) for language in LIBRARY_LANGUAGES]
    return render(request, "risks/library_edit.html", context)


@require_POST
@once
def library_retire(request: HttpRequest, code: str) -> HttpResponse:
    actions.retire_from_library(_item_or_404(request, code), by=request.user)
    messages.success(request, _("Retired: it is offered no more, in any language."))
    return redirect("risks:library-edit", code)


@require_POST
@once
def library_restore(request: HttpRequest, code: str) -> HttpResponse:
    actions.restore_to_library(_item_or_404(request, code), by=request.user)
    messages.success(request, _("It is offered again."))
    return redirect("risks:library-edit", code)
