"""A register on paper: the page that is printed, and the PDF. Each copy is on record."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects import compendium
from projects.compendium.printing import file_name
from projects.views.documents import as_pdf
from pvehub.audit import trail
from pvehub.audit.logs import current_request_id
from pvehub.ui.htmx import render_page
from risks import printing
from risks.models import Register, Risk

from .loading import register_or_404


def _copy(request: HttpRequest) -> compendium.Copy:
    """Who has this copy made, when; its number is that of the request, which the reading log knows."""
    return compendium.Copy(request.user, timezone.now(), current_request_id()[:12], False)


def _rows(request: HttpRequest, register: Register, what: str) -> list[Risk]:
    """The risks of the copy; that the register and each of them was read stands in the log."""
    rows = printing.risks_of(register, request.user)
    trail.read(register, by=request.user, what=what)
    trail.read_many(Risk, [risk.pk for risk in rows], by=request.user, what=what)
    return rows


@require_safe
def register_print(request: HttpRequest, code: str) -> HttpResponse:
    """The whole register on one page, to read and to print: grid, table, each risk."""
    register, copy = register_or_404(request, code), _copy(request)
    document = printing.document(register, _rows(request, register, "print"), copy)
    context = {"register": register, "document": document}
    return render_page(request, "risks/register_print.html", context)


@require_safe
def register_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a tagged PDF."""
    register, copy = register_or_404(request, code), _copy(request)
    document = printing.document(register, _rows(request, register, "copy"), copy)
    return as_pdf(printing.pdf(document, copy), file_name(f"{register.code}-risks", copy))
