"""The tables inside a record: one page per row. What is typed is kept, whatever happens to session, line or row."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pvehub import access
from pvehub.ui.htmx import render_page

from .. import actions, permissions
from ..forms import row_form
from ..models import Project
from ..rowsets import ROWSETS, RowSet
from ..sections import BY_SLUG
from ..tokens import RowKey
from . import changes, holding, rowdrafts
from .loading import visible


def _rowset(name: str) -> RowSet:
    if name not in ROWSETS or name == "documents":  # a file has pages of its own
        raise Http404
    return ROWSETS[name]


def _open(request: HttpRequest, ref: str, rows: str) -> tuple[Project, RowSet]:
    """The table of a project that this person may change now."""
    project, rowset = visible(request, ref), _rowset(rows)
    access.require(permissions.why_not_edit(request.user, project, rowset.section))
    return project, rowset


def _held(request: HttpRequest, rows: str, pk: int) -> HttpResponse:
    """The session has ended: the row waits as its author's draft; then to sign-in, whoever it is."""
    if request.method == "POST" and rows in ROWSETS:
        found = holding.author_of(request, ROWSETS[rows].section, rows, pk)
        if found:
            project, author = found
            form = row_form(rows, project, instance=ROWSETS[rows].rows(project).filter(pk=pk).first())
            actions.keep_drafts(project, rowdrafts.typed(request.POST, form, rows, pk), by=author)
    return holding.to_sign_in(request)


def _keep(request: HttpRequest, project: Project, form: Any, rows: str, pk: int) -> None:
    actions.keep_drafts(project, rowdrafts.typed(request.POST, form, rows, pk), by=request.user)


def _answer(
    request: HttpRequest, project: Project, rowset: RowSet, form: Any, row: Any = None, **more: Any
) -> HttpResponse:
    """The form of a row; `more`: `pk` of a row that is gone, `theirs` when somebody else's text stands there now."""
    pk, revision = more.get("pk") or (row.pk if row else 0), row.revision if row else 0
    drafts = rowdrafts.of(project, request.user, rowset.name, pk)
    if not form.is_bound:
        rowdrafts.restore(form, drafts)
    said = request.POST.get("seen", "")
    context = {
        "project": project,
        "rowset": rowset,
        "section": BY_SLUG[rowset.section],
        "form": form,
        "row": row,
        "now": rowset.text(row) if row and "theirs" in more else "",
        "pk": pk,
        "tokens": rowdrafts.tokens(form, drafts, revision),
        "seen": revision if "theirs" in more else said or rowdrafts.seen(drafts, revision),
        "drafts": drafts,
        "saved_at": max((draft.updated_at for draft in drafts.values()), default=None),
        "held": holding.signed(request.user, project, rowset.name, pk),
        "ahead": changes.ahead(project, rowset.name),
        **more,
    }
    status = 409 if "theirs" in more else 422 if form.is_bound else 200
    return render_page(request, "projects/row_form.html", context, status=status)


@login_not_required  # a row sent after the session has ended must not lose its text; everybody else goes to sign-in
@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def row_add(request: HttpRequest, ref: str, rows: str) -> HttpResponse:
    """Add a row to a table of the record."""
    if not request.user.is_authenticated:
        return _held(request, rows, 0)
    project, rowset = _open(request, ref, rows)
    form = row_form(rows, project, request.POST or None, start=request.GET)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_row(project, rows, by=request.user, fields=form.cleaned_data)
        except access.Unmet as unmet:
            form.add_error(None, str(unmet))
        else:
            _let_go_of_removed(request, project, rows)
            changes.say(request, project, [rows])
            return redirect("projects:project-section", ref, rowset.section)
    if form.is_bound:
        _keep(request, project, row_form(rows, project), rows, 0)
    return _answer(request, project, rowset, form)


def _let_go_of_removed(request: HttpRequest, project: Project, rows: str) -> None:
    """A row that was removed under its author's hands was added again: its draft has done its work."""
    was = request.POST.get("was", "")
    if was.isdigit():
        actions.discard_row_draft(project, RowKey(rows, int(was[:18])), by=request.user)


@login_not_required  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def row_edit(request: HttpRequest, ref: str, rows: str, pk: int) -> HttpResponse:
    """Change one row. When somebody else changed or removed it meanwhile, both texts are shown and none is lost."""
    if not request.user.is_authenticated:
        return _held(request, rows, pk)
    project, rowset = _open(request, ref, rows)
    row = rowset.rows(project).filter(pk=pk).first()
    if row is None and request.method != "POST" and not rowdrafts.of(project, request.user, rows, pk):
        raise Http404
    form = row_form(rows, project, request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        said = {"by": request.user, "fields": form.cleaned_data, "seen": int(seen) if seen.isdigit() else 0}
        try:
            actions.change_row(project, rows, pk, **said)
        except access.Moved as moved:
            _keep(request, project, row_form(rows, project, instance=row), rows, pk)
            return _answer(request, project, rowset, form, row, pk=pk, theirs=moved.sentence)
        except access.Unmet as unmet:
            form.add_error(None, str(unmet))
        else:
            changes.say(request, project, [rows])
            return redirect("projects:project-section", ref, rowset.section)
    return _edit_again(request, project, rowset, form, row, pk)


def _edit_again(request: HttpRequest, project: Project, rowset: RowSet, form: Any, row: Any, pk: int) -> HttpResponse:
    if form.is_bound:
        _keep(request, project, row_form(rowset.name, project, instance=row), rowset.name, pk)
    return _answer(request, project, rowset, form, row, pk=pk)


@require_POST
def row_draft(request: HttpRequest, ref: str, rows: str, pk: int) -> HttpResponse:
    """One changed field of a row (0: a new one), kept as its author's draft; or the author lets go of the row's draft."""
    project, rowset = _open(request, ref, rows)
    if "discard" in request.POST:
        actions.discard_row_draft(project, RowKey(rows, pk), by=request.user)
        messages.success(request, _("Unsaved text discarded; the saved answers stand."))
        return redirect("projects:project-section", ref, rowset.section)
    column = request.POST.get("field", "")
    if column not in row_form(rows, project).fields:
        return JsonResponse({"sentence": _("No such field.")}, status=400)
    return holding.keep(request, project, str(RowKey(rows, pk, column)))


@require_POST
def row_remove(request: HttpRequest, ref: str, rows: str, pk: int) -> HttpResponse:
    """Take a row out; a second time nothing happens."""
    project, rowset = visible(request, ref), _rowset(rows)
    actions.remove_row(project, rows, pk, by=request.user)
    messages.success(request, _("Removed. It stays readable in the history."))
    changes.say(request, project, [rows], done="")
    return redirect("projects:project-section", ref, rowset.section)
