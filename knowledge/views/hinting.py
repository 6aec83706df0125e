"""What the words of a question name, and who says that they know: offered while it is written, before anything stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from knowledge import matching
from knowledge.actions import Anchor
from knowledge.forms.talking import DiscussionForm
from knowledge.models import Discussion
from pvehub.people.models import Country
from pvehub.ui.htmx import wants_fragment
from pvehub.vocabulary.models import Term

TICKED = ("themes", "drivers", "countries")


def suggested(request: HttpRequest, place: Anchor, kept: dict[str, bool]) -> HttpResponse:
    """The form as it was sent, nothing of it kept or judged yet, with what could be ticked and whom one could name."""
    given = request.POST
    text, language = f"{given.get('title', '')}\n{given.get('text', '')}"[:10_200], given.get("language", "en")
    named, ticked = matching.subject_of(text, language), _ticked(request)
    subject = {kind: [*ticked[kind], *(one for one in named[kind] if one not in ticked[kind])] for kind in TICKED}
    tier = int(given.get("own_tier") == "1")
    people = matching.who_know(request.user, subject, language, on=place.project or place.resource, tier=tier)
    facts: dict[str, Any] = {kind: [one for one in named[kind] if one not in ticked[kind]] for kind in TICKED}
    said = given.getlist("named")
    offered = [f"{one.name} ({office.code})" for one in people if (office := one.first_office())]
    facts |= {"people": [one for one in offered if one not in ", ".join(said)], "is_suggested": True}
    if wants_fragment(request):
        return render(request, "knowledge/_hinted.html", facts)
    typed = {name: given.get(name, "") for name in given} | {kind: given.getlist(kind) for kind in TICKED}
    form = DiscussionForm(initial=typed | {"named": ", ".join(one for one in said if one.strip())}, **kept)
    facts |= {"form": form, "place": place}
    facts["who"] = Discussion(project=place.project, resource=place.resource).who_sees()
    return render(request, "knowledge/discussion_new.html", facts)


def _ticked(request: HttpRequest) -> dict[str, list[Any]]:
    """What was chosen so far; what is no choice is left out."""
    given = {kind: request.POST.getlist(kind)[:200] for kind in TICKED}
    terms = {name: [int(pk) for pk in given[name] if pk.isdecimal() and len(pk) < 10] for name in ("themes", "drivers")}
    found: dict[str, list[Any]] = {
        name: list(Term.objects.of(name).filter(pk__in=terms[name])) if terms[name] else [] for name in terms
    }
    lands = [code for code in given["countries"] if len(code) == 2]
    return found | {"countries": list(Country.objects.filter(pk__in=lands).order_by("pk")) if lands else []}
