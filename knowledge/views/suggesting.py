"""What is offered while somebody types into the one box."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from knowledge import search
from pvehub.ui.htmx import wants_fragment


@require_safe
def search_suggest(request: HttpRequest) -> HttpResponse:
    """Words that go on as the last one typed does, each with the question it would make, and titles with where they lead.
    Whoever opens the address itself is taken to the answer."""
    typed = request.GET.get("q", "")[:200]
    page = reverse("search:search-list")
    if not wants_fragment(request):
        return redirect(f"{page}?{urlencode({'q': typed})}")
    words, rows = search.suggest(typed, by=request.user)
    before = typed[: len(typed.rstrip()) - len(typed.split()[-1])] if typed.split() else ""
    offered = [(word, f"{page}?{urlencode({'q': before + word})}") for word in words]
    return render(request, "knowledge/_suggested.html", {"words": offered, "rows": rows})
