"""Every answer is counted by its route, its status and how long it took, where somebody wants to know."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from .tallies import NOWHERE, Counter


def count(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Not there at all without METRICS_ADDRESS."""
    if not settings.METRICS_ADDRESS:
        raise MiddlewareNotUsed
    made: list[Counter] = []

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = get_response(request)
        if not made:  # by the first request: the routes are all known then
            try:
                made.append(Counter())
            except OSError:  # no room for the numbers: people are served all the same, uncounted
                return response
        match = request.resolver_match
        made[0].add(match.view_name if match else NOWHERE, response.status_code, time.perf_counter() - started)
        return response

    return middleware
