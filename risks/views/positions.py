"""Positions broken after endorsement, for who reads the registers they stand in."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of
from risks.models import BrokenPosition, Risk


def position_list(request: HttpRequest) -> HttpResponse:
    """What nobody has assumed any more, the shortest grace first; of a restricted risk no more than its ref."""
    page = page_of(BrokenPosition.objects.visible_to(request.user).standing().with_risk(), request)
    shown = [position.risk_id for position in page.rows]
    seen = set(Risk.objects.visible_to(request.user).filter(pk__in=shown).values_list("pk", flat=True))
    context = {"page": page, "today": timezone.localdate(), "seen": seen}
    return render_page(request, "risks/position_list.html", context, fragment="risks/_positions.html")
