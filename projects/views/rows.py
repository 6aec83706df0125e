"""The tables inside a record: one page per row."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub import access
from pvehub.ui.htmx import render_page

from .. import actions, permissions
from ..forms import row_form
from ..models import Project
from ..rowsets import ROWSETS, RowSet
from ..sections import BY_SLUG
from .loading import visible


def _rowset(name: str) -> RowSet:
    if name not in ROWSETS or name == "documents":  # a file has pages of its own
        raise Http404
    return ROWSETS[name]


def _answer(request: HttpRequest, project: Project, rowset: RowSet, form: Any, row: Any = None) -> HttpResponse:
    context = {
        "project": project,
        "rowset": rowset,
        "section": BY_SLUG[rowset.section],
        "form": form,
        "row": row,
        "seen": request.POST.get("seen") or (row.revision if row else ""),
    }
    return render_page(request, "projects/row_form.html", context, status=422 if form.is_bound else 200)


@access.once
def row_add(request: HttpRequest, ref: str, rows: str) -> HttpResponse:
    """Add a driver, an outcome, an activity, a partner or a donor."""
    project, rowset = visible(request, ref), _rowset(rows)
    access.require(permissions.why_not_edit(request.user, project, rowset.section))
    form = row_form(rows, project, request.POST or None, start=request.GET)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_row(project, rows, by=request.user, fields=form.cleaned_data)
        except access.Unmet as unmet:
            form.add_error(None, str(unmet))
        else:
            messages.success(request, _("Saved."))
            return redirect("projects:project-section", ref, rowset.section)
    return _answer(request, project, rowset, form)


def row_edit(request: HttpRequest, ref: str, rows: str, pk: int) -> HttpResponse:
    """Change one row; when somebody else changed it meanwhile, nothing is overwritten."""
    project, rowset = visible(request, ref), _rowset(rows)
    access.require(permissions.why_not_edit(request.user, project, rowset.section))
    row = rowset.rows(project).filter(pk=pk).first()
    if row is None and request.method != "POST":
        raise Http404
    form = row_form(rows, project, request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            actions.change_row(
                project, rows, pk, by=request.user, fields=form.cleaned_data, seen=int(seen) if seen.isdigit() else 0
            )
        except access.Unmet as unmet:
            form.add_error(None, str(unmet))
        else:
            messages.success(request, _("Saved."))
            return redirect("projects:project-section", ref, rowset.section)
    return _answer(request, project, rowset, form, row)


@require_POST
def row_remove(request: HttpRequest, ref: str, rows: str, pk: int) -> HttpResponse:
    """Take a row out; a second time nothing happens."""
    project, rowset = visible(request, ref), _rowset(rows)
    actions.remove_row(project, rows, pk, by=request.user)
    messages.success(request, _("Removed. It stays readable in the history."))
    return redirect("projects:project-section", ref, rowset.section)
