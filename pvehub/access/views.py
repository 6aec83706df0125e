"""Home, and the pages that say no."""

import sys
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pvehub.audit import faults

from .errors import Moved, Refused, Unmet

AWAY_SECONDS = 10  # after which it is worth asking again
FULL_SECONDS = 300  # somebody has to make room first


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Your turn, waiting on others, drafts, what is new: composed in the template from the apps' own tags."""
    return render(request, "home.html")


@cache
def _static_page(name: str, language: str) -> str:
    return render_to_string(name)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same bytes for what is missing and for what is not yours: no token, no id, no echo of the address."""
    return HttpResponseNotFound(_static_page("404.html", get_language() or "en"))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where a disk is full or the database does not answer. What was sent stands on the page and can be sent
    again from it, under the same one-time key; nothing here asks the database or the disk for anything."""
    name, status, heads = _of_fault(sys.exc_info()[1])
    sent = _sent(request)
    facts = {"sent": sent, "once": any(field == "once" for field, _text in sent), "address": request.get_full_path()}
    page = (
        render_to_string(name, facts | {"has_files": bool(request.FILES)})
        if sent
        else _static_page(name, get_language() or "en")
    )
    return HttpResponse(page, status=status, headers=heads)


def _of_fault(problem: BaseException | None) -> tuple[str, int, dict[str, str]]:
    """Page, status and headers; a full disk is asked for first, since the database reports its own as being away."""
    if faults.is_full(problem):
        return "503_full.html", 503, {"Retry-After": str(FULL_SECONDS)}
    if isinstance(problem, OperationalError | InterfaceError):
        return "503.html", 503, {"Retry-After": str(AWAY_SECONDS)}
    return "500.html", 500, {}


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field that was posted, to be posted again as it was; nothing of the pages on which people say who they are."""
    try:
        if request.method != "POST" or request.path.startswith("/accounts/"):
            return []
        return [(name, text) for name, texts in request.POST.lists() for text in texts if "password" not in name]
    except (UnreadablePostError, RequestDataTooBig, TooManyFieldsSent, MultiPartParserError):
        return []


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(_static_page("400.html", get_language() or "en"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, Refused(_("This is not yours to do.")))


def refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    return HttpResponseForbidden(render_to_string("403.html", {"sentence": problem.sentence}, request=request))


def moved(request: HttpRequest, problem: Moved) -> HttpResponse:
    return render(request, "409.html", {"problem": problem}, status=409)


def unmet(request: HttpRequest, problem: Unmet) -> HttpResponse:
    return render(request, "409.html", {"problem": problem, "blockers": problem.blockers}, status=409)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's key was missing or old; what was typed is shown so that it can be sent again."""
    try:
        typed = request.POST
    except UnreadablePostError:  # the line was cut: there is no key because there is no form, and nobody waits
        return bad_request(request)
    skip = ("csrfmiddlewaretoken", "password", "once", "code")
    kept = {name: text for name, text in typed.items() if not name.startswith(skip)}
    return HttpResponseForbidden(render_to_string("403_csrf.html", {"kept": kept}, request=request))
