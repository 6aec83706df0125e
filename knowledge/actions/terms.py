"""Keeping the vocabularies: terms are added, named, placed, retired and merged by redirect. Nothing is ever deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge import permissions
from pvehub import access
from pvehub.audit import trail
from pvehub.jobs import later
from pvehub.people.models import User, sort_key
from pvehub.vocabulary.models import Term

#: The lists that are edited here. Others belong to whoever owns what rests on them: risk categories to the risk officer.
LISTS: Final = {
    "themes": gettext_lazy("Themes"),
    "drivers": gettext_lazy("Drivers"),
    "target-groups": gettext_lazy("Target groups"),
    "forms-of-ve": gettext_lazy("Forms of violent extremism"),
    "intervention-tags": gettext_lazy("Kinds of intervention"),
    "approach-tags": gettext_lazy("Approaches"),
    "stages": gettext_lazy("Stages"),
    "audiences": gettext_lazy("Audiences"),
}
NAMES: Final = ("name_en", "name_fr", "name_es")
DEEPEST: Final = 3


@dataclass(frozen=True)
class Said:
    """What a curator says of a term: its names, and where in the tree it stands: beneath `parent`, behind `after` (None:
    first)."""

    name_en: str
    name_fr: str = ""
    name_es: str = ""
    parent: Term | None = None
    after: Term | None = None
    is_emerging: bool = False


def tree(terms: list[Term]) -> list[tuple[int, Term]]:
    """The terms in the order they are read, each behind the one it stands beneath, with its depth from 0."""
    beneath: dict[Any, list[Term]] = {}
    known = {term.pk for term in terms}
    for term in sorted(terms, key=lambda one: (one.position, one.pk)):
        beneath.setdefault(term.parent_id if term.parent_id in known else None, []).append(term)

    def walk(parent: Any, depth: int) -> list[tuple[int, Term]]:
        return [
            row for term in beneath.get(parent, ()) for row in [(depth, term), *walk(term.pk, min(depth + 1, DEEPEST))]
        ]

    return walk(None, 0)


@transaction.atomic
def add_term(name: str, said: Said, *, by: User) -> Term:
    """A new term of one list, under a code of its own that never changes."""
    access.require(permissions.why_not_edit_terms(by))
    terms = _locked(name)
    _require_names(said, terms, None)
    _require_place(said, terms, None)
    taken = set(Term.objects.filter(list=name).values_list("code", flat=True))
    stem = slugify(said.name_en)[:36] or "term"
    code = next(each for each in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if each not in taken)
    # Version 2: what the files say never takes it back.
    term: Term = Term.objects.create(
        list=name, code=code, version=2, position=len(terms), **_words(said), parent=said.parent
    )
    _place(term, said.after, [*terms, term])
    trail.record(term, "knowledge.term_added", by=by, after=term.name_en)
    return term


@transaction.atomic
def edit_term(term: Term, said: Said, *, by: User, seen: int) -> Term:
    """Its names, its place and whether it is emerging. `seen` is the version the curator read; new names in French or
    Spanish count as not reviewed until somebody else has read them."""
    access.require(permissions.why_not_edit_terms(by))
    terms = _locked(term.list)
    now = next((each for each in terms if each.pk == term.pk), None)
    if now is None or now.version != seen:
        kept = {_("English"): said.name_en, _("French"): said.name_fr, _("Spanish"): said.name_es}
        raise access.Moved(
            _("Somebody changed this term while you wrote."),
            kept=kept,
            url=reverse("knowledge:vocabulary-tree", args=[term.list]),
        )
    term = now
    _require_names(said, terms, term)
    _require_place(said, terms, term)
    before = {name: getattr(term, name) for name in (*NAMES, "is_emerging")}
    was = [each.pk for _depth, each in tree(terms)], term.parent
    for name, value in _words(said).items():
        setattr(term, name, value)
    term.parent = said.parent
    changes = {name: [old, getattr(term, name)] for name, old in before.items() if old != getattr(term, name)}
    if changes.keys() & set(NAMES):
        term.is_reviewed = False
    _place(term, said.after, terms)
    if was != ([each.pk for _depth, each in tree(terms)], term.parent):
        changes["parent"] = [was[1].code if was[1] else "", term.parent.code if term.parent else ""]
    if changes:
        _keep(term, "is_reviewed", "parent", "is_emerging", *NAMES)
        trail.record(term, "knowledge.term_changed", by=by, changes=changes)
    if changes.keys() & set(NAMES):
        _index_anew(term)
    return term


@transaction.atomic
def review_term(term: Term, *, by: User, translator: object) -> Term:
    """Somebody other than who wrote the names says that they are right."""
    term = _one(term)
    access.require(permissions.why_not_review_term(by, term, translator))
    if not term.is_reviewed:
        term.is_reviewed = True
        _keep(term, "is_reviewed")
        trail.record(term, "knowledge.term_reviewed", by=by)
    return term


@transaction.atomic
def retire_term(term: Term, *, by: User) -> Term:
    """It is offered no more; records that hold it keep it and show it."""
    return _set_retired(term, True, "knowledge.term_retired", by=by)


@transaction.atomic
def restore_term(term: Term, *, by: User) -> Term:
    """It is offered again."""
    return _set_retired(term, False, "knowledge.term_restored", by=by)


@transaction.atomic
def merge_term(term: Term, *, into: Term, by: User) -> Term:
    """From here on the term stands for `into` wherever it is read. Records keep its code, what stood beneath it moves on,
    and so do older redirects: no redirect leads to another."""
    terms = _locked(term.list)
    term, into = (next((each for each in terms if each.pk == one.pk), one) for one in (term, into))
    access.require(permissions.why_not_merge(by, term, into))
    Term.objects.filter(merged_into=term).update(merged_into=into)
    moved = [each for each in terms if each.parent_id == term.pk]
    for child in moved:
        child.parent = into
        child.save(update_fields=["parent"])
    term.merged_into, term.parent, term.is_emerging = into, None, False
    _keep(term, "merged_into", "parent", "is_emerging")
    trail.record(term, "knowledge.term_merged", by=by, after=into.code, note=into.name_en)
    trail.record(into, "knowledge.term_took_over", by=by, after=term.code, note=term.name_en)
    _index_anew(term)
    return into


def _index_anew(term: Term) -> None:
    """What stands under it is many texts at times: not while the curator waits."""
    later("knowledge.tasks.index_filed_under", term.pk, key=f"knowledge.term:{term.pk}")


def _locked(name: str) -> list[Term]:
    """The terms of one list that were not merged, held until the transaction ends: a list changes one hand at a time."""
    rows = Term.objects.select_for_update(of=("self",)).filter(list=name).order_by("pk")
    terms = {term.pk: term for term in rows if term.merged_into_id is None}
    for term in terms.values():
        term.parent = terms.get(term.parent_id) if term.parent_id else None
    return list(terms.values())


def _one(term: Term) -> Term:
    found: Term = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
    return found


def _words(said: Said) -> dict[str, Any]:
    return {name: getattr(said, name) for name in (*NAMES, "is_emerging")}


def _keep(term: Term, *fields: str) -> None:
    """Every change is a new version of the term."""
    term.version += 1
    term.save(update_fields=["version", *fields])


def _require_names(said: Said, terms: list[Term], term: Term | None) -> None:
    """No two terms of one list are called the same, in any language."""
    for column in NAMES:
        mine = sort_key(getattr(said, column))
        other = next(
            (each for each in terms if each != term and mine and sort_key(getattr(each, column)) == mine), None
        )
        if other:
            sentence = _("This list has “%(name)s” already.") % {"name": getattr(other, column)}
            raise access.Unmet([access.Blocker(sentence, reverse("knowledge:term-edit", args=[other.pk]))])


def _require_place(said: Said, terms: list[Term], term: Term | None) -> None:
    """A tree three terms deep at most, in which nothing stands beneath itself."""
    above, height = [], said.parent
    while height is not None:
        if term is not None and height.pk == term.pk:
            raise access.Unmet([_("A term cannot stand beneath itself.")])
        above.append(height)
        height = height.parent
    beneath = max((depth for depth in _depths(term, terms)), default=0)
    if len(above) + 1 + beneath > DEEPEST:
        raise access.Unmet([_("A list is three terms deep at most.")])


def _depths(term: Term | None, terms: list[Term]) -> list[int]:
    """How far beneath the term others stand."""
    if term is None:
        return []
    return [1 + more for each in terms if each.parent_id == term.pk for more in (0, *_depths(each, terms))]


def _place(term: Term, after: Term | None, terms: list[Term]) -> None:
    """Write the positions of the list anew with the term behind `after`, or first of all where there is none."""
    order = [each for each in sorted(terms, key=lambda one: (one.position, one.pk)) if each.pk != term.pk]
    places = [each.pk for each in order]
    order.insert(places.index(after.pk) + 1 if after is not None and after.pk in places else 0, term)
    moved = [each for place, each in enumerate(order) if each.position != place]
    for place, each in enumerate(order):
        each.position = place
    Term.objects.bulk_update(moved, ["position"])


def _set_retired(term: Term, is_retired: bool, verb: str, *, by: User) -> Term:
    access.require(permissions.why_not_edit_terms(by))
    term = _one(term)
    if term.is_retired != is_retired:
        term.is_retired = is_retired
        _keep(term, "is_retired")
        trail.record(term, verb, by=by)
    return term
