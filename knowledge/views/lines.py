"""The register of red lines as everybody who serves reads it: the list, and one line with what names it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge import permissions
from knowledge.models import Clause, RedLine
from pvehub import access
from pvehub.ui.paging import page_of

#: More clauses on one red line are a search.
MOST = 20


@require_safe
def red_line_list(request: HttpRequest) -> HttpResponse:
    """What the organization will not do, why and since when: what holds first, then what no longer does."""
    user = request.user
    access.require(permissions.why_not_read_terms(user))
    why_not = permissions.why_not_propose_red_line(user)
    rows = RedLine.objects.visible_to(user)
    waiting = [] if why_not else list(rows.waiting())
    facts = {"page": page_of(rows.agreed().prefetch_related("terms"), request), "waiting": waiting, "why_not": why_not}
    return render(request, "knowledge/red_line_list.html", facts)


@require_safe
def red_line_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One red line, and the clauses of guidance that name it, as far as this person reads them."""
    line = get_object_or_404(RedLine.objects.visible_to(request.user), number=number)
    clauses = Clause.objects.visible_to(request.user).naming_red_line(line.number)
    facts = {
        "line": line,
        "terms": line.terms.order_by("pk"),
        "clauses": clauses.order_by("resource__guidance__number", "position", "pk")[:MOST],
        "why_not": permissions.why_not_propose_red_line(request.user),
    }
    return render(request, "knowledge/red_line_detail.html", facts)
