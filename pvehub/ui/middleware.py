"""Pages leave compressed: on a link of 50 kbit/s the words are what costs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

KINDS = ("text/html", "application/json", "text/csv", "text/plain")


def compress(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Compress texts that are not streamed; files keep their length and their ranges.

    Django's own compression adds a random length to each answer, and tokens are masked anew each time, so that the size
    of a page tells nothing about the secrets in it.
    """
    zipped = GZipMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        kind = response.headers.get("Content-Type", "").split(";")[0]
        if response.streaming or response.status_code == 206 or kind not in KINDS:
            return response
        return zipped.process_response(request, response)

    return middleware
