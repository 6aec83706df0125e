"""One's due dates: the page that lists them and makes the calendar's address, the calendar itself, and the way from one
of its lines to the thing."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pvehub import access
from pvehub.people.models import User
from pvehub.tokens import actions as tokens
from pvehub.tokens import permissions
from pvehub.tokens.models import Token

from . import icalendar
from .kinds import AT_MOST, by_time, entries, is_cut


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def mine(request: HttpRequest) -> HttpResponse:
    """What falls due to one, by day and by name, and one's calendars; a new one's address is shown in one answer and nowhere
    else."""
    if request.method == "POST":
        token, text = tokens.make_token(by=request.user, name=_("Calendar"), scope=Token.Scope.DATES)
        address = f"{settings.SITE_URL}{reverse('dates:feed')}?{urlencode({'token': text})}"
        response = render(request, "dates/calendar_made.html", {"token": token, "address": address}, status=201)
        response["Location"] = f"{request.path}?again=1"  # for the same form sent once more: the address is not kept
        return response
    alive = Token.objects.alive().filter(owner=request.user, scope=Token.Scope.DATES)
    why_not = permissions.why_not_make(request.user, Token.Scope.DATES)
    found = entries(request.user)
    context = {
        "stretches": by_time(found, timezone.localdate()),
        "is_cut": is_cut(found),
        "at_most": AT_MOST,
        "rows": alive.newest(),
        "why_not": why_not,
    }
    return render(request, "dates/mine.html", context)


@require_safe
def date_open(request: HttpRequest, code: str) -> HttpResponse:
    """From a line of the calendar to its thing; what does not fall due to this person any more is not found."""
    found = next((entry for entry in entries(request.user) if entry.code == code), None)
    if found is None:
        raise Http404
    return redirect(found.url)


@login_not_required  # a calendar has no session: the token in the address is all it has
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What falls due to the token's owner today. Whatever is wrong with the token, the same 404. It stands behind the
    question mark: what is logged of a request that fails is its path."""
    found = tokens.find_token(request.GET.get("token", ""), Token.Scope.DATES)
    if found is None:
        raise Http404
    if tokens.count_use(found) > settings.API_REQUESTS_PER_MINUTE:
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    with translation.override(found.owner.language):
        body = _written(found.owner)
    # Made first, with all its permissions; only then may it shrink to "not changed".
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    is_same = tag in parse_etags(request.headers.get("If-None-Match", ""))
    response = HttpResponse(status=304) if is_same else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _written(owner: User) -> str:
    """One neutral sentence for each, and a way in that leads nobody else anywhere."""
    days = [
        icalendar.Day(
            uid=f"{entry.code}@{settings.SITE_HOST}",
            on=entry.on,
            summary=str(entry.due.sentence),
            url=f"{settings.SITE_URL}{reverse('dates:date-open', args=[entry.code])}",
        )
        for entry in entries(owner)
    ]
    return icalendar.calendar(_("PVE Hub: due dates"), days, now=timezone.now())
