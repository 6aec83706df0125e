"""Searches a person keeps: under a name, with word of what is new in them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, facets, narrowing, permissions
from knowledge.forms import SavedSearchForm
from knowledge.models import SavedSearch
from knowledge.narrowing import BESIDE, Filters
from pvehub import access
from pvehub.ui.paging import page_of


def _own(request: HttpRequest, uid: UUID) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.visible_to(request.user), uid=uid)


@require_safe
def saved_list(request: HttpRequest) -> HttpResponse:
    """One's own, by name."""
    page = page_of(SavedSearch.objects.visible_to(request.user).order_by("name", "pk"), request)
    names = facets.names()
    rows = [{"saved": saved, "said": facets.said(narrowing.of(saved), names)} for saved in page.rows]
    return render(request, "knowledge/saved_list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def saved_new(request: HttpRequest) -> HttpResponse:
    """Keep the search of the address under a name."""
    access.require(permissions.why_not_save_search(request.user))
    filters = Filters.read(request.GET)
    words = request.GET.get("q", "").replace("\x00", "")[:500].strip()
    form = SavedSearchForm(request.POST or None, initial={"name": words[:120]})
    if filters.kind in BESIDE:
        del form.fields["alert"]  # what is new is told of resources; the rest is heard of by following
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_search(words, filters, by=request.user, **form.cleaned_data)
            messages.success(request, _("“%(name)s” is kept among your searches.") % {"name": saved.name})
            return redirect("search:saved-list")
        except access.Unmet as unmet:
            form.add_error("name", str(unmet))
    facts = {
        "form": form,
        "words": words,
        "said": facets.said(filters, facets.names()),
        "back": request.GET.urlencode(),
    }
    return render(request, "knowledge/saved_form.html", facts)


@require_safe
def saved_open(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The answer as it is today, for whoever keeps it, the newest first."""
    return redirect(_own(request, uid).today_url())


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def saved_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Call it otherwise, hear of it more or less often."""
    saved = _own(request, uid)
    form = SavedSearchForm(request.POST or None, initial={"name": saved.name, "alert": saved.alert})
    if narrowing.of(saved).kind in BESIDE:
        del form.fields["alert"]
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_search(saved, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("search:saved-list")
        except access.Unmet as unmet:
            form.add_error("name", str(unmet))
    said = facets.said(narrowing.of(saved), facets.names())
    return render(
        request, "knowledge/saved_form.html", {"form": form, "saved": saved, "words": saved.words, "said": said}
    )


@require_POST
def saved_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let it go; the page it leads to is the search itself, where it can be kept again."""
    saved = actions.remove_search(_own(request, uid), by=request.user)
    said = _("“%(name)s” is no longer kept. Here is the search once more: you can keep it again.")
    messages.success(request, said % {"name": saved.name})
    return redirect(saved.today_url())
