"""Feeds: a page that makes their addresses, and the feeds themselves, opened by the token in the address."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from knowledge import feeds
from knowledge.forms import FeedForm
from knowledge.models import SavedSearch
from knowledge.narrowing import Filters
from pvehub import access
from pvehub.tokens import actions as tokens
from pvehub.tokens import permissions
from pvehub.tokens.models import Token


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def feed_list(request: HttpRequest) -> HttpResponse:
    """One's feeds, and a form for one more; its address is shown in one answer and nowhere else."""
    why_not = permissions.why_not_make(request.user, Token.Scope.FEEDS)
    form = FeedForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        name = form.said() or str(_("All that is new"))
        token, text = tokens.make_token(by=request.user, name=name[:80], scope=Token.Scope.FEEDS)
        query = urlencode({"token": text} | form.query())
        context = {"token": token, "address": f"{settings.SITE_URL}{reverse('knowledge:feed')}?{query}"}
        response = render(request, "knowledge/feed_made.html", context, status=201)
        response["Location"] = f"{request.path}?again=1"  # for the same form sent once more: the address is not kept
        return response
    alive = Token.objects.alive().filter(owner=request.user, scope=Token.Scope.FEEDS)
    context = {"form": form, "why_not": why_not, "rows": alive.newest()}
    return render(request, "knowledge/feed_list.html", context, status=422 if form.is_bound else 200)


@login_not_required  # a feed reader has no session: the token in the address is all it has
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What is new, as the token's owner may read it today, of tier 0. Whatever is wrong with the token, the same 404. It
    stands behind the question mark: what is logged of a request that fails is its path."""
    found = tokens.find_token(request.GET.get("token", ""), Token.Scope.FEEDS)
    if found is None:
        raise Http404
    if tokens.count_use(found) > settings.API_REQUESTS_PER_MINUTE:
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    with translation.override(found.owner.language):
        body = _written(request, found.owner)
    # Made first, with all its permissions; only then may it shrink to "not changed".
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _private(HttpResponse(status=304), tag)
    return _private(HttpResponse(body, content_type="application/atom+xml; charset=utf-8"), tag)


def _written(request: HttpRequest, owner: Any) -> str:
    if given := request.GET.get("saved"):
        saved = SavedSearch.objects.visible_to(owner).select_related("owner").filter(uid=_uid(given)).first()
        if saved is None:
            raise Http404
        return feeds.atom(_("PVE Hub: a search you keep"), feeds.newest_in(saved), address=saved.get_absolute_url())
    filters = Filters.read(request.GET)
    form = FeedForm(filters.given(), user=owner)
    form.is_valid()
    title = feeds.title_of(filters, [form.said()])
    query = f"?{filters}" if filters.given() else ""
    return feeds.atom(title, feeds.newest(owner, filters), address=f"{reverse('knowledge:resource-list')}{query}")


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error


def _private(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
