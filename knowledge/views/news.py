"""What is new on the themes and countries a person follows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge import permissions
from knowledge.models import Resource
from projects.models import Follow
from pvehub import access
from pvehub.ui.paging import page_of


@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    """Published lately, the newest first, as far as this person may read it."""
    access.require(permissions.why_not_read_terms(request.user))
    rows = Resource.objects.visible_to(request.user).published().followed_by(request.user)
    context = {
        "page": page_of(rows.newest().for_list(), request),
        "follows": Follow.objects.visible_to(request.user).for_list(),
    }
    return render(request, "knowledge/news_list.html", context)
