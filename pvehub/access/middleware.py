"""Before a view: language, time zone and standing of the person. After it: the rules' answers, and the headers."""

import zoneinfo
from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone, translation

from . import views
from .errors import Moved, Refused, Unmet
from .standings import begin, end

GetResponse = Callable[[HttpRequest], HttpResponse]


NUL, NO_NAME_HAS_IT = "\x00", "\ufffd"


def _sound(value: Any) -> Any:
    return value.replace(NUL, NO_NAME_HAS_IT) if isinstance(value, str) else value


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def person(get_response: GetResponse) -> GetResponse:
    """Language and time zone are the person's own; their standing is computed at most once in this request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begin()
        try:
            user = request.user
            if user.is_authenticated:
                translation.activate(user.language)
                request.LANGUAGE_CODE = user.language
                timezone.activate(_zone(user.time_zone))
            return get_response(request)
        finally:
            timezone.deactivate()
            end()

    return middleware


class answers:
    """Refused is 403 with its sentence, Moved 409 with what was typed, Unmet 409 with what is missing, a form cut short 400."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, named: dict[str, Any]) -> None:
        """PostgreSQL keeps no NUL, so an address with one names nothing: it becomes a sign that no name has, and every
        door answers as it does for any name it does not know."""
        if NUL in request.path:
            named.update({name: _sound(value) for name, value in named.items()})
        if "%00" in request.META.get("QUERY_STRING", ""):
            sound = request.GET.copy()
            for name, values in request.GET.lists():
                sound.setlist(name, [_sound(value) for value in values])
            request.GET = cast(Any, sound)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Refused):
            return views.refused(request, problem)
        if isinstance(problem, Moved):
            return views.moved(request, problem)
        if isinstance(problem, Unmet):
            return views.unmet(request, problem)
        if isinstance(problem, UnreadablePostError):
            return views.bad_request(request)
        return None


def headers(get_response: GetResponse) -> GetResponse:
    """What is behind the sign-in is kept by no cache; nothing is embedded, nothing is shared with other origins."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response

    return middleware
