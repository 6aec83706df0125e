"""One view, two answers: the whole page, or the fragment that changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """True when htmx asks for a part of the page; a boosted link or a restored history entry needs all of it."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or only `fragment` (the same file the page includes) when htmx asked for it.

    With a fragment the answer varies by the `HX-Request` header, so that no cache hands a part to who wants the page.
    """
    name = fragment if fragment and wants_fragment(request) else template
    response = render(request, name, context, status=status)
    if fragment:
        patch_vary_headers(response, ["HX-Request"])
    return response
