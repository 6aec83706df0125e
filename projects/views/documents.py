"""One project going out: its summary on one page and its record as PDF, each also as a redacted copy. Each is on record."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from pvehub.audit import trail
from pvehub.audit.logs import current_request_id
from pvehub.ui.htmx import render_page

from .. import compendium
from ..compendium import printing, telling
from ..models import Project
from .loading import visible


def copy_of(request: HttpRequest) -> compendium.Copy:
    """Who has this copy made, when; its number is that of the request, which the reading log knows."""
    is_redacted = "redacted" in request.GET
    return compendium.Copy(request.user, timezone.now(), current_request_id()[:12], is_redacted)


def _part(request: HttpRequest, ref: str, copy: compendium.Copy, what: str) -> compendium.Part:
    """The project as this reader reads it, or 404; the reading log is told of the copy."""
    project: Project = visible(request, ref)
    trail.read(project, by=request.user, what="redacted" if copy.is_redacted else what)
    return compendium.parts(request.user, [project], is_redacted=copy.is_redacted)[0]


def as_pdf(pdf: bytes, name: str) -> HttpResponse:
    """A PDF as a download."""
    return as_file(pdf, name, "application/pdf")


def as_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A document as a download: never shown inside a page, kept by nobody but its reader."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def project_summary(request: HttpRequest, ref: str) -> HttpResponse:
    """One project on one page, to read and to print; `?redacted` for the redacted copy."""
    copy = copy_of(request)
    part = _part(request, ref, copy, "summary")
    context: dict[str, Any] = {"ref": ref, "copy": copy, "document": telling.one(part, copy, is_summary=True)}
    return render_page(request, "projects/project_summary.html", context)


@require_safe
def summary_download(request: HttpRequest, ref: str) -> HttpResponse:
    """The same as one page of PDF."""
    copy = copy_of(request)
    part = _part(request, ref, copy, "summary")
    return as_pdf(printing.summary(part, copy), printing.file_name(f"{part.project.ref}-summary", copy))


@require_safe
def project_copy(request: HttpRequest, ref: str) -> HttpResponse:
    """The record as PDF, as far as this person reads it."""
    copy = copy_of(request)
    part = _part(request, ref, copy, "copy")
    return as_pdf(printing.record(part, copy), printing.file_name(part.project.ref, copy))
