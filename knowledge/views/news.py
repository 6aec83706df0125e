"""What is new on the themes and countries a person follows."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from knowledge import permissions
from knowledge.models import Resource, TrustChange
from projects.models import Follow
from pvehub import access
from pvehub.ui.paging import page_of

#: What became of texts stands beside what is new, the latest few.
LATELY, CHANGES = timedelta(days=60), 20


@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    """Published lately, the newest first, and what became of texts lately, as far as this person may read them."""
    access.require(permissions.why_not_read_terms(request.user))
    rows = Resource.objects.visible_to(request.user).published().followed_by(request.user)
    changes = TrustChange.objects.visible_to(request.user).followed_by(request.user).since(timezone.now() - LATELY)
    context = {
        "page": page_of(rows.newest().for_list(), request),
        "changes": changes[:CHANGES],
        "follows": Follow.objects.visible_to(request.user).for_list(),
    }
    return render(request, "knowledge/news_list.html", context)
