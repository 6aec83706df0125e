"""Every request has an id, which its events and log lines carry."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .logs import begin_request, end_request


def request_id(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        number = begin_request()
        request.number = number  # for log lines that are written later
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = number
            return response
        finally:
            end_request()

    return middleware
