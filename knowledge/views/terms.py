"""The vocabularies: everybody reads them, curators of headquarters keep them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, counting, permissions
from knowledge.actions.terms import LISTS, tree
from knowledge.forms import MergeForm, TermForm
from pvehub import access
from pvehub.audit import trail, words
from pvehub.ui.paging import whole
from pvehub.vocabulary.models import Term


@require_safe
def vocabulary_index(request: HttpRequest) -> HttpResponse:
    """The lists, with how many terms each has and how many names nobody has reviewed."""
    access.require(permissions.why_not_read_terms(request.user))
    living = Term.objects.filter(list__in=LISTS, merged_into=None, is_retired=False)
    sizes = dict(living.values_list("list").annotate(size=Count("pk")).order_by())
    waiting = dict(living.filter(is_reviewed=False).values_list("list").annotate(size=Count("pk")).order_by())
    rows = [
        {"slug": slug, "label": label, "size": sizes.get(slug, 0), "waiting": waiting.get(slug, 0)}
        for slug, label in LISTS.items()
    ]
    context = {"rows": rows, "why_not": permissions.why_not_edit_terms(request.user)}
    return render(request, "knowledge/vocabulary_index.html", context)


@require_safe
def vocabulary_tree(request: HttpRequest, name: str) -> HttpResponse:
    """One list as a tree, and beneath it what is offered no more."""
    access.require(permissions.why_not_read_terms(request.user))
    terms = _terms(name)
    context = {
        "slug": name,
        "label": LISTS[name],
        "rows": tree([term for term in terms if not term.is_retired]),
        "retired": [term for term in terms if term.is_retired],
        "merged": Term.objects.filter(list=name, merged_into__isnull=False)
        .select_related("merged_into")
        .order_by("code"),
        "why_not": permissions.why_not_edit_terms(request.user),
    }
    return render(request, "knowledge/vocabulary_tree.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def term_add(request: HttpRequest, name: str) -> HttpResponse:
    """A new term."""
    access.require(permissions.why_not_edit_terms(request.user))
    terms = _terms(name)
    last = max(terms, key=lambda term: (term.position, term.pk), default=None)
    form = TermForm(request.POST or None, terms=terms, initial={"after": last})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_term(name, form.said(terms), by=request.user)
        except access.Unmet as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Added. It is offered from now on."))
            return redirect("knowledge:vocabulary-tree", name)
    context = {"slug": name, "label": LISTS[name], "form": form}
    return render(request, "knowledge/term_add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def term_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its names, its place, its history."""
    term = _term(pk)
    access.require(permissions.why_not_edit_terms(request.user))
    terms = _terms(term.list)
    form = TermForm(request.POST or None, terms=terms, initial=_said_now(term, terms))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_term(term, form.said(terms), by=request.user, seen=_version(request))
        except access.Unmet as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved. It reads so everywhere from now on."))
            return redirect("knowledge:term-edit", pk)
    return render(request, "knowledge/term_edit.html", _page(request, term, form), status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def term_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """First what would be the same from then on, counted as far as this person reads; then the merge itself."""
    term = _term(pk)
    access.require(permissions.why_not_edit_terms(request.user))
    form = MergeForm(request.POST or request.GET or None, term=term)
    into = form.cleaned_data["into"] if form.is_bound and form.is_valid() else None
    why_not = permissions.why_not_merge(request.user, term, into) if into else None
    if request.method == "POST" and into:
        actions.merge_term(term, into=into, by=request.user)
        messages.success(request, _("Merged. Records keep their code and read “%(name)s”.") % {"name": into.name})
        return redirect("knowledge:vocabulary-tree", term.list)
    counts = counting.records_of(request.user, term) if into else []
    context = {
        "term": term,
        "label": LISTS[term.list],
        "form": form,
        "into": into,
        "why_not": why_not,
        "counts": counts,
    }
    return render(request, "knowledge/term_merge.html", context)


@require_POST
def term_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Offered no more, or offered again."""
    term = _term(pk)
    act = actions.restore_term if term.is_retired else actions.retire_term
    now = act(term, by=request.user)
    said = _("It is offered no more. Records that have it keep it.") if now.is_retired else _("It is offered again.")
    messages.success(request, said)
    return redirect("knowledge:term-edit", pk)


@require_POST
def term_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else has read the names."""
    term = _term(pk)
    actions.review_term(term, by=request.user, translator=_translator(term))
    messages.success(request, _("The names count as reviewed."))
    return redirect("knowledge:term-edit", pk)


def _terms(name: str) -> list[Term]:
    """The terms of one list that were not merged, each with its parent; 404 for a list that is not edited here."""
    if name not in LISTS:
        raise Http404
    terms = {term.pk: term for term in Term.objects.filter(list=name, merged_into=None).order_by("position", "pk")}
    for term in terms.values():
        term.parent = terms.get(term.parent_id) if term.parent_id else None
    return list(terms.values())


def _term(pk: int) -> Term:
    found: Term = get_object_or_404(Term, pk=pk, list__in=LISTS, merged_into=None)
    return found


def _version(request: HttpRequest) -> int:
    return whole(request.POST.get("seen"), 0)


def _said_now(term: Term, terms: list[Term]) -> dict[str, Any]:
    before = [each for each in terms if (each.position, each.pk) < (term.position, term.pk)]
    names = {name: getattr(term, name) for name in ("name_en", "name_fr", "name_es", "is_emerging")}
    return names | {"parent": term.parent_id, "after": before[-1] if before else None}


def _translator(term: Term) -> Any:
    """Who last changed the names, by uid; nobody where they are as they came."""
    named = [
        event
        for event in trail.of(term).order_by("-seq")
        if event.verb == "knowledge.term_added" or {"name_en", "name_fr", "name_es"} & set(event.changes)
    ]
    return named[0].actor_uid if named else None


def _page(request: HttpRequest, term: Term, form: TermForm) -> dict[str, Any]:
    told = words.told(trail.of(term).order_by("-seq"))
    events = [
        row | {"at": row["event"].at, "note": _changed(row["event"]), "on_behalf_of": row["principal"]} for row in told
    ]
    return {
        "term": term,
        "label": LISTS[term.list],
        "form": form,
        "events": events,
        "why_not_review": permissions.why_not_review_term(request.user, term, _translator(term)),
    }


def _changed(event: Any) -> str:
    """What a step of the history changed, as it was and as it is."""
    pairs = [f"{old or '–'} → {new or '–'}" for name, (old, new) in event.changes.items() if name.startswith("name_")]
    return "; ".join(pairs) or event.note
