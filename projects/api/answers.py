"""What every answer has in common: errors as one sentence, pages, and "not changed" only after the permission."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler


class Pages(PageNumberPagination):
    """`?page=2&per=100`: one count and one slice."""

    page_size = 50
    page_size_query_param = "per"
    max_page_size = 100


OF_PAGES = frozenset({Pages.page_query_param, Pages.page_size_query_param})


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal as {"detail": one sentence}; what is not there and what is not yours are the same bytes."""
    response = exception_handler(error, context)
    if response is None:
        return None
    sentences = {
        status.HTTP_401_UNAUTHORIZED: _("Send a token of yours with the request: Authorization: Bearer …"),
        status.HTTP_404_NOT_FOUND: _("There is nothing here, or nothing that you may read."),
        status.HTTP_405_METHOD_NOT_ALLOWED: _("The API only reads: ask with GET."),
        status.HTTP_406_NOT_ACCEPTABLE: _("The API answers in JSON."),
        status.HTTP_429_TOO_MANY_REQUESTS: _("Too many requests in this minute: wait, then go on more slowly."),
    }
    said = str(getattr(error, "detail", ""))
    is_own = isinstance(error, exceptions.AuthenticationFailed | exceptions.ValidationError)
    response.data = {"detail": said if is_own and said else sentences.get(response.status_code, said)}
    return response


class Unclear(exceptions.APIException):
    """A parameter that is not known, or whose value is not."""

    status_code = status.HTTP_400_BAD_REQUEST


def asked_only(request: Any, known: frozenset[str] | set[str]) -> None:
    """A parameter nobody reads would quietly widen the answer: it is refused."""
    for name in request.GET:
        if name not in known | OF_PAGES:
            raise Unclear(_("There is no filter “%(name)s”.") % {"name": name[:60]})


def sound(found: Any) -> Any:
    """The filtered rows, if every filter takes its value."""
    if not found.is_valid():
        raise Unclear(_("The filter “%(name)s” does not take this value.") % {"name": next(iter(found.errors))})
    return found


def unchanged(view: Callable[..., Any]) -> Callable[..., Any]:
    """The answer is made first, with all its permissions; only then may it shrink to "not changed"."""

    @wraps(view)
    def wrapper(request: Any, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if response.status_code != status.HTTP_200_OK:
            return response
        response.render()
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        has_it = tag in parse_etags(request.headers.get("If-None-Match", ""))
        answer = HttpResponse(status=304) if has_it else response
        answer["ETag"] = tag
        answer["Cache-Control"] = "private, no-store"
        return answer

    return wrapper
