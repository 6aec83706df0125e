"""What belongs into the repository, what does not, and how it treats what is known about people. Pages of words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge import kinds, permissions


@require_safe
def scope(request: HttpRequest) -> HttpResponse:
    """What to bring, and where everything else goes."""
    facts = {"kinds": kinds.KINDS, "why_not": permissions.why_not_contribute(request.user)}
    return render(request, "knowledge/scope.html", facts)


@require_safe
def principles(request: HttpRequest) -> HttpResponse:
    """The thirteen principles of data protection, and what each means in this portal."""
    return render(request, "knowledge/principles.html")
