"""The list of words that could harm, as curators keep it, and how its hints were taken."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, lexicon, permissions
from knowledge.forms import WordForm, as_written
from knowledge.models import HintCount, KeptWord, WordProposal
from pvehub import access
from pvehub.audit import trail, words
from pvehub.vocabulary.models import Term


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def word_add(request: HttpRequest) -> HttpResponse:
    """A word that is not on the list yet."""
    access.require(permissions.why_not_write_word(request.user))
    return _written(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def word_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A word of the list, what waits for a second curator, and its history."""
    access.require(permissions.why_not_write_word(request.user))
    return _written(request, get_object_or_404(Term, list=lexicon.LIST, pk=pk))


def _written(request: HttpRequest, term: Term | None) -> HttpResponse:
    waits = WordProposal.objects.visible_to(request.user).waiting().filter(term=term).first() if term else None
    stands = lexicon.read(waits.said) if waits else lexicon.as_it_stands(term) if term else None
    form = WordForm(request.POST or None, initial=as_written(stands) if stands else {"severity": "advisory"})
    found, seen = None, request.POST.get("version", "")
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST:
            found = form.found()
        elif answer := _kept(request, form, term, int(seen) if seen.isdecimal() and len(seen) < 9 else 0):
            return answer
    facts = {"form": form, "term": term, "waits": waits, "found": found, "is_tried": found is not None}
    facts["version"] = seen or (term.version if term else 0)
    if term:
        facts["events"] = _events(term)
    is_refused = form.is_bound and found is None
    return render(request, "knowledge/word_form.html", facts, status=422 if is_refused else 200)


def _kept(request: HttpRequest, form: WordForm, term: Term | None, seen: int) -> HttpResponse | None:
    """Written, or proposed; None where the action says what is in the way, beside the form."""
    try:
        made = actions.write_word(term, form.said(), by=request.user, seen=seen)
    except access.Unmet as problem:
        for blocker in problem.blockers:
            form.add_error(None, blocker.sentence)
        return None
    if isinstance(made, WordProposal):
        messages.success(request, _("Proposed. A second curator of headquarters has to agree before it holds."))
        return redirect(made)
    messages.success(request, _("Kept. Texts are read with it from now on."))
    return redirect("knowledge:word-index")


@require_safe
def word_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """What one curator proposes of a word, beside the list as it is, for a second to agree."""
    proposal = get_object_or_404(WordProposal.objects.visible_to(request.user).waiting(), pk=pk)
    was = lexicon.as_it_stands(proposal.term) if proposal.term else None
    facts = {
        "proposal": proposal,
        "rows": lexicon.differences(was, lexicon.read(proposal.said)),
        "why_not": permissions.why_not_agree_word(request.user, proposal),
    }
    return render(request, "knowledge/word_proposal.html", facts)


@require_POST
def word_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """The second curator agrees, or the proposal is taken back."""
    proposal = get_object_or_404(WordProposal.objects.visible_to(request.user), pk=pk)
    if "back" in request.POST:
        actions.take_back_word(proposal, by=request.user)
        messages.success(request, _("The proposal is taken back."))
    else:
        actions.agree_word(proposal, by=request.user, seen=request.POST.get("seen", ""))
        messages.success(request, _("Agreed. Texts are read with it from now on."))
    return redirect("knowledge:word-index")


@require_safe
def word_figures(request: HttpRequest) -> HttpResponse:
    """How often each word was shown, replaced, kept with a reason, let stand and refused: counts of texts, of nobody."""
    access.require(permissions.why_not_write_word(request.user))
    counted, weighed = HintCount.objects.by_term(), KeptWord.objects.counted_by_term()
    rows = [
        lexicon.Tally(term, *counted.get(term.code, (0, 0)), *weighed.get(term.code, (0, 0, 0)))
        for term in Term.objects.of(lexicon.LIST)
    ]
    return render(request, "knowledge/word_figures.html", {"rows": rows, "least": lexicon.LEAST})


def _events(term: Term) -> list[dict[str, Any]]:
    told = words.told(trail.of(term).order_by("-seq"))
    return [row | {"at": row["event"].at, "note": _was(row["event"]), "on_behalf_of": row["principal"]} for row in told]


def _was(event: Any) -> str:
    return "; ".join(f"{old or '–'} → {new or '–'}" for old, new in event.changes.values())
