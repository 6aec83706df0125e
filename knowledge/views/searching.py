"""The one box: resources, what stands in their files, and projects; and what was asked in vain, for curators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge import actions, facets, permissions, search, workflow
from knowledge.forms import SearchForm
from knowledge.models import Asked
from knowledge.narrowing import NAMES, Filters
from pvehub import access, index
from pvehub.index import permissions as synonyms
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import Page, number_of, page_at, page_of, url_of

ROWS = 20
SHOWN = 8  # values of a facet that are shown at once
RELATED = 8  # other words that are offered where nothing was found


@dataclass(frozen=True)
class Link:
    """A value of a facet and the address of the answer with it, or without it where it is chosen."""

    choice: facets.Choice
    url: str


@require_safe
def search_list(request: HttpRequest) -> HttpResponse:
    """What this person may find; the url is the whole question."""
    form, filters = SearchForm(request.GET), Filters.read(request.GET)
    form.is_valid()  # what cannot be read counts as not asked, and is said beside its field
    words = form.cleaned_data.get("q", "") or request.GET.get("q", "").replace("\x00", "")[:500].strip()
    number = number_of(request)
    options = {"sort": form.cleaned_data.get("sort", ""), "every_word": form.cleaned_data.get("all", False)}
    options |= {"by": request.user, "correct": "asis" not in request.GET, "limit": ROWS}
    result = search.look(words, filters, offset=(number - 1) * ROWS, **options)
    if not result.rows and number > 1:
        number, result = 1, search.look(words, filters, **options)
    if words and number == 1 and not filters.given() and not options["sort"]:
        actions.note_asked(words, by=request.user, total=result.total)
    facts = (
        _said(request, words, result)
        | _ways(request, result)
        | {
            "form": form,
            "words": words,
            "filters": filters.given(),
            "page": _page(request, result, number),
            "is_curator": access.standing(request.user).anywhere("curate_resources"),
            "edits_synonyms": synonyms.why_not_edit_synonyms(request.user) is None,
        }
    )
    return render_page(request, "knowledge/search_list.html", facts, fragment="knowledge/_search_list.html")


def _ways(request: HttpRequest, result: search.Result) -> dict[str, Any]:
    """Where one can go on from here: narrower, wider, in another order, or keep the question."""
    given = request.GET.get("sort", "")
    orders = [("", _("Best first")), (search.NEW, _("Newest first"))]
    asked = {name: request.GET[name] for name in ("q", *NAMES) if request.GET.get(name)}
    return {
        "chips": _chips(request, result.facets),
        "groups": _groups(request, result.facets),
        "is_cut": result.total > search.MOST,
        "orders": [
            {"label": label, "url": url_of(request, sort=sort, page=""), "current": (given == search.NEW) == bool(sort)}
            for sort, label in orders
        ],
        "keep_url": f"{reverse('search:saved-new')}?{urlencode(asked)}",
    }


def _said(request: HttpRequest, words: str, result: search.Result) -> dict[str, Any]:
    """What is said about the words: taken for others, or found nowhere and what else might help."""
    facts: dict[str, Any] = {}
    if result.corrected:
        facts["corrected"] = " ".join(result.corrected.get(word.lower(), word) for word in words.split())
        facts["asis_url"] = url_of(request, asis="1", page="")
    if words and not result.rows:
        others = [other.text for span in index.expand(words) for other in span.expansions]
        facts["related"] = list(dict.fromkeys(others))[:RELATED]
        facts["wider_url"] = url_of(request, **dict.fromkeys((*NAMES, "all", "page"), ""))
    return facts


def _chips(request: HttpRequest, groups: list[facets.Facet]) -> list[dict[str, Any]]:
    """The filters in force, each with the address that takes it away."""
    return [
        {"label": f"{group.label}: {choice.label}", "url": url_of(request, **{group.name: "", "page": ""})}
        for group in groups
        for choice in group.choices
        if choice.is_chosen
    ]


def _groups(request: HttpRequest, groups: list[facets.Facet]) -> list[dict[str, Any]]:
    """The facets that divide the answer: one value that all have divides nothing."""
    found = []
    for group in groups:
        offered = [choice for choice in group.choices if not choice.is_chosen]
        if offered and not any(choice.is_chosen for choice in group.choices):
            links = [Link(each, url_of(request, **{group.name: each.code, "page": ""})) for each in offered]
            found.append({"facet": group, "first": links[:SHOWN], "rest": links[SHOWN:]})
    return found


def _page(request: HttpRequest, result: search.Result, number: int) -> Page:
    """In another order than by rank only as many can be leafed through as were put in order."""
    given = request.GET.get("sort") == search.NEW or not request.GET.get("q")
    reach = search.MOST if given else None
    return page_at(result.rows, request, number=number, total=result.total, size=ROWS, reach=reach)


@require_safe
def gap_list(request: HttpRequest) -> HttpResponse:
    """What people asked and did not get, for curators: only words that enough people asked."""
    access.require(permissions.why_not_see_gaps(request.user))
    asked = Asked.objects.since(timezone.now() - workflow.ASKED_KEPT)
    facts = {"page": page_of(asked.gaps(), request), "few": asked.asked_by_few(), "least": workflow.ASKED_BY}
    return render_page(request, "knowledge/gap_list.html", facts)
