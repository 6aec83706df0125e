"""The papers of a project: add, change, take out, download."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pvehub import access, files
from pvehub.audit import trail
from pvehub.ui.htmx import render_page

from .. import actions, permissions
from ..forms import DocumentForm
from ..models import Document, Project
from ..sections import BY_SLUG
from . import changes
from .loading import visible


def _of(request: HttpRequest, project: Project) -> Any:
    """The documents of the project that this person may read."""
    return Document.objects.visible_to(request.user).filter(project=project).select_related("file", "kind", "project")


def _document(request: HttpRequest, project: Project, pk: int) -> Document:
    document: Document = get_object_or_404(_of(request, project), pk=pk)
    return document


def _answer(request: HttpRequest, project: Project, form: Any, document: Document | None = None) -> HttpResponse:
    context = {
        "project": project,
        "section": BY_SLUG["documents"],
        "form": form,
        "document": document,
        "seen": request.POST.get("seen") or (document.revision if document else ""),
    }
    return render_page(request, "projects/document_form.html", context, status=422 if form.is_bound else 200)


@access.once
def document_add(request: HttpRequest, ref: str) -> HttpResponse:
    """A file and what it is; it is judged before it is kept."""
    project = visible(request, ref)
    access.require(permissions.why_not_edit(request.user, project, "documents"))
    form = DocumentForm(project, request.POST or None, request.FILES or None, others=_of(request, project))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_document(project, form.cleaned_data["upload"], by=request.user, fields=form.cleaned_data)
        except files.Rejected as rejected:
            form.add_error("upload", rejected)
        else:
            changes.say(request, project, ["documents"])
            return redirect("projects:project-section", ref, "documents")
    return _answer(request, project, form)


def document_edit(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Change what is said of a document."""
    project = visible(request, ref)
    access.require(permissions.why_not_edit(request.user, project, "documents"))
    document = _document(request, project, pk)
    others = _of(request, project).exclude(pk=pk)
    form = DocumentForm(project, request.POST or None, instance=document, others=others)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        actions.change_document(
            document, by=request.user, fields=form.cleaned_data, seen=int(seen) if seen.isdigit() else 0
        )
        changes.say(request, project, ["documents"])
        return redirect("projects:project-section", ref, "documents")
    return _answer(request, project, form, document)


@require_POST
def document_remove(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Take a document out of the record."""
    project = visible(request, ref)
    actions.remove_document(_document(request, project, pk), by=request.user)
    messages.success(request, _("Removed. It stays readable in the history."))
    return redirect("projects:project-section", ref, "documents")


@require_safe
def document_download(request: HttpRequest, ref: str, pk: int) -> HttpResponseBase:
    """The file, to whoever may read the record and the document's own tier; asked again for every range."""
    document = _document(request, visible(request, ref), pk)
    trail.read(document, by=request.user, what="download")
    return files.respond(request, document.file, document.name)
