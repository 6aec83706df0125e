"""A case on paper: the dossier of one version as a page and as a PDF. Each copy is on record."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from endorsement.models import Submission
from endorsement.showing import dossier
from projects import compendium
from projects.compendium.printing import file_name
from projects.views.documents import as_pdf
from pvehub.audit import trail
from pvehub.audit.logs import current_request_id
from pvehub.ui.htmx import render_page

from ._loading import visible


def copy_of(request: HttpRequest) -> compendium.Copy:
    """Who has this copy made, when; its number is that of the request, which the reading log knows."""
    return compendium.Copy(request.user, timezone.now(), current_request_id()[:12], False)


def _made(request: HttpRequest, ref: str, number: int, what: str) -> dict[str, Any]:
    case, copy = visible(request, ref), copy_of(request)
    rows = Submission.objects.visible_to(request.user).select_related("regional_advice__by")
    submission = get_object_or_404(rows, case=case, number=number)
    trail.read(submission, by=request.user, what=what)
    document = dossier.document(case, submission, request.user, copy)
    return {"case": case, "submission": submission, "document": document, "copy": copy}


@require_safe
def case_dossier(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One version with everything this person may read of what was said of it, on one page to read and to print."""
    return render_page(request, "endorsement/case_dossier.html", _made(request, ref, number, "print"))


@require_safe
def dossier_pdf(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The same as a tagged PDF."""
    made = _made(request, ref, number, "copy")
    return as_pdf(dossier.pdf(made["document"], made["copy"]), file_name(f"{ref}-v{number}", made["copy"]))
