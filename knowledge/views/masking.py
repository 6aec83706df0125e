"""A curator hides where a text comes from, or shows it again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge import actions, permissions
from knowledge.views.keeping import with_reason


@require_http_methods(["GET", "HEAD", "POST"])
def resource_mask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A page first, since readers lose the names at once."""
    said = _("Masked. Readers are told the region and nothing finer; its authors have been told.")
    return with_reason(request, uid, permissions.why_not_mask, actions.mask, said, "knowledge/resource_mask.html")


@require_http_methods(["GET", "HEAD", "POST"])
def resource_unmask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The way back, with a reason."""
    said = _("Readers are told the office again.")
    return with_reason(request, uid, permissions.why_not_unmask, actions.unmask, said, "knowledge/resource_unmask.html")
