"""Words while they are written, words that stay, and the register of red lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, permissions, replacing
from knowledge.forms import RedLineForm
from knowledge.models import RedLine, Resource, WordProposal
from projects.watchwords import TITLES, Watchlist
from pvehub import access
from pvehub.audit import trail, words
from pvehub.vocabulary.models import Term

#: What the button of another form sends beside its own fields.
OWN = frozenset({"csrfmiddlewaretoken", "words_in", "words_to", "words_seen", "replace"})


@require_POST
def word_check(request: HttpRequest) -> HttpResponse:
    """The words of a form that somebody is filling in, on a page where they can be replaced and sent on. Nothing is kept of
    them; each word of the list is counted once as shown, and as taken where it is replaced."""
    access.require(permissions.why_not_read_terms(request.user))
    labels = dict(each.partition("|")[::2] for each in request.POST.getlist("words_in"))
    texts = {name: request.POST.get(name, "") for name in labels}
    watchlist = Watchlist(Term.objects.of("sensitive-terms"))
    texts, taken = replacing.replaced(texts, request.POST.get("replace", ""), watchlist)
    places = replacing.places(texts, watchlist)
    told = Counter(place.hit.term for place in places)
    actions.count_hints(told - Counter(request.POST.getlist("words_seen")), taken)
    if request.htmx:
        rows = [{"place": place, "label": labels[place.name]} for place in places]
        facts = {"rows": rows, "lines": _lines(places), "seen": list(told.elements())}
        return render(request, "knowledge/_words_found.html", facts)
    to = request.POST.get("words_to", "")
    facts = {
        "texts": _shown(texts, labels, places),
        "others": _others(request.POST, texts, places),
        "words_in": request.POST.getlist("words_in"),
        "to": to if to.startswith("/") and url_has_allowed_host_and_scheme(to, {request.get_host()}) else "",
        "count": len(places),
        "lines": _lines(places),
        "seen": list(told.elements()),
    }
    return render(request, "knowledge/word_check.html", facts)


@require_safe
def word_index(request: HttpRequest) -> HttpResponse:
    """The list of words that could harm, with why and what is better; the weightiest first."""
    access.require(permissions.why_not_read_terms(request.user))
    weight = {"red-line": 0, "strong": 1, "advisory": 2}
    terms = sorted(Term.objects.of("sensitive-terms"), key=lambda term: weight.get(term.attributes.get("severity"), 2))
    rows = [
        {
            "term": term,
            "severity": term.attributes.get("severity", "advisory"),
            "why": term.said("why"),
            "instead": term.said("preferred"),
        }
        for term in terms
    ]
    why_not = permissions.why_not_write_word(request.user)
    facts = {"rows": rows, "why_not": why_not}
    if not why_not:
        facts["waiting"] = WordProposal.objects.visible_to(request.user).waiting()
        facts["retired"] = Term.objects.filter(list="sensitive-terms", is_retired=True).order_by("name_en", "pk")
    return render(request, "knowledge/word_index.html", facts)


@require_POST
def word_keep(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The author says why words stay."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    reason = " ".join(request.POST.get("reason", "").replace("\x00", "").split())[:300]
    actions.keep_word(
        resource, by=request.user, place=request.POST.get("place", ""), term=request.POST.get("term", ""), reason=reason
    )
    messages.success(request, _("Your reason goes to the curator with the text."))
    return redirect("knowledge:resource-submit", uid)


@require_POST
def word_judge(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The curator says whether words on a red line may stay."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    given = {name: request.POST.get(name, "") for name in ("place", "term", "ruling")}
    actions.judge_word(resource, by=request.user, **given)
    messages.success(request, _("Your word on the red line is on record."))
    return redirect("knowledge:curation-review", uid)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def red_line_propose(request: HttpRequest) -> HttpResponse:
    """A new red line, for a second curator to agree to."""
    access.require(permissions.why_not_propose_red_line(request.user))
    return _proposed(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def red_line_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Its wording, its history, and what is proposed of it."""
    line = get_object_or_404(RedLine.objects.visible_to(request.user), number=number)
    access.require(permissions.why_not_propose_red_line(request.user))
    return _proposed(request, line)


@require_POST
def red_line_agree(request: HttpRequest, number: int) -> HttpResponse:
    """The second curator agrees, or the proposal is taken back."""
    line = get_object_or_404(RedLine.objects.visible_to(request.user), number=number)
    if "back" in request.POST:
        actions.take_back_red_line(line, by=request.user)
        messages.success(request, _("The proposal is taken back."))
    else:
        actions.agree_red_line(line, by=request.user, seen=request.POST.get("seen", ""))
        messages.success(request, _("It holds from now on."))
    return redirect("knowledge:red-line-list")


def _proposed(request: HttpRequest, line: RedLine | None) -> HttpResponse:
    form = RedLineForm(request.POST or None, initial=_as_it_stands(line) if line else {}, is_new=line is None)
    if request.method == "POST" and form.is_valid():
        actions.propose_red_line(line, form.said(), by=request.user)
        messages.success(request, _("Proposed. A second curator of headquarters has to agree before it holds."))
        return redirect("knowledge:red-line-list")
    facts: dict[str, Any] = {"form": form, "line": line}
    if line:
        told = words.told(trail.of(line).order_by("-seq"))
        events = [
            row | {"at": row["event"].at, "note": _was(row["event"]), "on_behalf_of": row["principal"]} for row in told
        ]
        why_not = permissions.why_not_agree_red_line(request.user, line)
        named = [name for code, name in form.fields["terms"].choices if code in line.proposed.get("terms", ())]
        facts |= {"events": events, "why_not_agree": why_not, "named": named}
    return render(request, "knowledge/red_line_edit.html", facts, status=422 if form.is_bound else 200)


def _as_it_stands(line: RedLine) -> dict[str, Any]:
    """What is proposed, or what holds."""
    if line.proposed:
        return dict(line.proposed)
    facts = {name: getattr(line, name) for name in ("statement", "rationale", "since", "source")}
    return facts | {"is_ended": line.state == RedLine.State.ENDED, "terms": [term.code for term in line.terms.all()]}


def _was(event: Any) -> str:
    return "; ".join(f"{old or '–'} → {new or '–'}" for old, new in event.changes.values()) or (
        "" if event.after in RedLine.State.values else event.after
    )


def _lines(places: list[replacing.Place]) -> list[RedLine]:
    """The red lines in force that these hits show."""
    codes = {place.hit.term for place in places}
    return list(RedLine.objects.in_force().filter(terms__code__in=codes).distinct()) if codes else []


def _shown(texts: Mapping[str, str], labels: Mapping[str, str], places: list[replacing.Place]) -> list[dict[str, Any]]:
    """The texts with hits, each with its hits."""
    return [
        {
            "name": name,
            "label": labels[name],
            "text": text,
            "is_line": name in TITLES,
            "places": [place for place in places if place.name == name],
        }
        for name, text in texts.items()
        if any(place.name == name for place in places)
    ]


def _others(posted: QueryDict, texts: Mapping[str, str], places: list[replacing.Place]) -> list[tuple[str, str]]:
    """Every other field of the form as it was sent, so that nothing is lost on the way; a text without hits among them."""
    hit = {place.name for place in places}
    rest = [(name, value) for name, values in posted.lists() if name not in OWN | set(texts) for value in values]
    return rest + [(name, text) for name, text in texts.items() if name not in hit and name in posted]
