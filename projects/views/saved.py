"""Saved views: filters of the portfolio under a name, one's own and those shared with one's offices."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub import access
from pvehub.people.models import Office
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

from .. import actions, permissions
from ..filters import ProjectFilter
from ..forms.views import ViewForm
from ..models import SavedView
from .figures import ways

LONGEST = 1000  # signs of a kept filter


def _opened(request: HttpRequest, key: UUID) -> SavedView:
    """The view, or 404 for whom it does not exist."""
    view: SavedView = get_object_or_404(SavedView.objects.opened_by(request.user).select_related("owner"), key=key)
    return view


def kept(query: QueryDict) -> str:
    """Of the url what is a filter, in a fixed order; pages and whatever else stands in it are left out."""
    asked = QueryDict(mutable=True)
    for name in ProjectFilter.base_filters:
        if query.get(name):
            asked[name] = query[name][:200]
    return asked.urlencode()


def _offices(request: HttpRequest) -> Any:
    """The offices this person serves at, and those above them."""
    return Office.objects.filter(code__in=permissions.offices_above(request.user)).by_name()


def view_list(request: HttpRequest) -> HttpResponse:
    """One's own views, and those that colleagues share with one's offices."""
    rows = SavedView.objects.visible_to(request.user).select_related("owner", "office").order_by("name", "pk")
    context = {
        "page": page_of(rows, request, 50),
        "just_removed": SavedView.objects.just_removed_by(request.user),
        "ways": ways(request, "view-list"),
        "asked": kept(request.GET),
    }
    return render_page(request, "projects/view_list.html", context)


@access.once
def view_save(request: HttpRequest) -> HttpResponse:
    """Give the filter of the url a name."""
    query = kept(request.GET)
    form = ViewForm(_offices(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        if len(query) > LONGEST:
            form.add_error(None, _("This filter is too long to be kept."))
        else:
            try:
                view = actions.save_view(by=request.user, query=query, **form.cleaned_data)
                messages.success(request, _("“%(name)s” is kept among your saved views.") % {"name": view.name})
                return redirect(view)
            except access.Unmet as unmet:
                form.add_error("name", str(unmet))
    context = {"form": form, "back": f"{reverse('projects:project-list')}?{query}"}
    return render_page(request, "projects/view_form.html", context, status=422 if request.method == "POST" else 200)


def view_open(request: HttpRequest, key: UUID) -> HttpResponse:
    """The list by this filter: the question is shared, the answer is the reader's own."""
    view = _opened(request, key)
    return redirect(f"{reverse('projects:project-list')}?{view.query}")


@access.once
def view_edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Rename a view or share it otherwise."""
    view = _opened(request, key)
    access.require(permissions.why_not_change_view(request.user, view))
    start = {"name": view.name, "audience": view.audience, "office": view.office}
    form = ViewForm(_offices(request), request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_view(view, by=request.user, **form.cleaned_data)
            return redirect("projects:view-list")
        except access.Unmet as unmet:
            form.add_error("name", str(unmet))
    context = {"form": form, "view": view, "back": reverse("projects:view-list")}
    return render_page(request, "projects/view_form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def view_remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a view away; the page it leads to offers to take that back."""
    view = actions.remove_view(_opened(request, key), by=request.user)
    messages.success(request, _("“%(name)s” is removed. You can take that back for 30 seconds.") % {"name": view.name})
    return redirect("projects:view-list")


@require_POST
def view_restore(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take the removal back."""
    view = get_object_or_404(SavedView.objects.filter(owner=request.user, removed_at__isnull=False), key=key)
    actions.restore_view(view, by=request.user)
    messages.success(request, _("“%(name)s” is back.") % {"name": view.name})
    return redirect("projects:view-list")
