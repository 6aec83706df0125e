"""Asking: words through the index, rows through `visible_to`, nothing counted that the asker may not see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language

from knowledge import facets, narrowing, weighing
from knowledge.models import Attachment, Clause, Definition, Discussion, GlossaryEntry, Meeting, Resource, SavedSearch
from knowledge.narrowing import CLAUSE, DISCUSSION, MEETING, OTHER, PROJECT, TERM, Filters
from knowledge.querysets import ResourceQuerySet, name_column
from projects.models import OtherProject, Project
from pvehub import index
from pvehub.people.models import User

MOST = 1000  # of what was found, that divides into facets and can be sorted otherwise than by rank
BEST, NEW = "", "new"
MODELS: dict[str, type[Model]] = {
    "resource": Resource,
    PROJECT: Project,
    OTHER: OtherProject,
    TERM: GlossaryEntry,
    DISCUSSION: Discussion,
    CLAUSE: Clause,
    MEETING: Meeting,
}
_EXPLAINED = Definition.objects.filter(entry=OuterRef("pk"), published_at__isnull=False).order_by("-published_at")
#: The moment by which each kind is new: out, changed, listed, explained, last spoken on.
AT: dict[str, Any] = {
    "resource": F("published_at"),
    PROJECT: F("changed_at"),
    OTHER: F("imported_at"),
    TERM: Coalesce(Subquery(_EXPLAINED.values("published_at")[:1]), Value(datetime(2015, 1, 1, tzinfo=UTC))),
    DISCUSSION: F("active_at"),
    CLAUSE: F("resource__published_at"),
    MEETING: F("made_at"),
}


@dataclass(frozen=True)
class Found:
    """A row of an answer: the resource, the passage (text, matched) and the name of the file it stands in, if any."""

    resource: Resource
    passage: list[tuple[str, bool]]
    file: str


@dataclass(frozen=True)
class Answer:
    """A page of what was found, and how many there are for this person."""

    rows: list[Found]
    total: int


@dataclass(frozen=True)
class Row:
    """A thing that was found, and why: the passage (text, matched), the file it stands in, the words of the question that
    it holds, those of them in its title, for a word that is there only by another one, by which, and what moved it up or
    down beside its words."""

    kind: str
    thing: Any
    passage: list[tuple[str, bool]] = field(default_factory=list)
    file: str = ""
    words: list[str] = field(default_factory=list)
    in_title: list[str] = field(default_factory=list)
    through: dict[str, list[str]] = field(default_factory=dict)
    weighed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Result:
    """A page of rows, how many things there are, how they divide, and the words that were taken for others."""

    rows: list[Row]
    total: int
    facets: list[facets.Facet]
    corrected: dict[str, str]
    found: list[tuple[str, int]]


def ask(words: str, *, by: User, among: ResourceQuerySet, offset: int = 0, limit: int = 20) -> Answer:
    """The resources of `among` (already `visible_to` the asker) in which the words stand, best first; also where they
    stand only in a file the asker may open."""
    answer = _ask(words, {"resource": among.order_by().values("pk")}, by, offset=offset, limit=limit)
    rows = _resources(by, answer.rows)
    shown = [Found(rows[hit.id], hit.highlight, rows[hit.id].hit_file or "") for hit in answer.rows if hit.id in rows]
    return Answer(shown, answer.total)


def found(words: str, *, by: User, among: ResourceQuerySet, correct: bool = True) -> list[int]:
    """The resources that `ask` finds, by id, the best first; as many as are put in order."""
    answer = _ask(words, {"resource": among.order_by().values("pk")}, by, limit=1, correct=correct)
    return [pk for _kind, pk in answer.top[:MOST]]


def look(
    words: str,
    filters: Filters,
    *,
    by: User,
    sort: str = BEST,
    every_word: bool = False,
    correct: bool = True,
    offset: int = 0,
    limit: int = 20,
) -> Result:
    """Whatever the words stand in, resources with their files, projects, those of other organizations, terms, discussions,
    clauses, meetings, as far as the filters leave it."""
    allowed = _allowed(by, filters)
    if not words:
        return _everything(allowed, filters, by, offset, limit)
    # Without a filter, what the index holds as open to all staff is what this person may read of the repository.
    unasked = () if filters.given() else ("resource",)
    options: dict[str, Any] = {"every_word": every_word, "correct": correct, "open_kinds": unasked}
    if filters.given():
        files = Attachment.objects.visible_to(by).live().values("pk")
        options["slips_among"] = (_allowed(by, Filters()), {"resource": files})
    today = timezone.localdate()
    answer = _ask(
        words, allowed, by, offset=offset, limit=limit, weights={"resource": weighing.weights(today)}, **options
    )
    top = answer.top[:MOST]
    hits = answer.rows if sort != NEW else _newest(top, by, offset, limit)
    return Result(_rows(by, hits), answer.total, facets.count(by, top, filters), answer.corrected, top)


def _everything(allowed: dict[str, QuerySet[Any]], filters: Filters, by: User, offset: int, limit: int) -> Result:
    """Nothing asked in words: all that the filters leave, the latest first."""
    lists = [
        rows.annotate(what=Value(kind, CharField()), at=AT[kind])
        .order_by("-at", "-pk")
        .values_list("what", "pk")[:MOST]
        for kind, rows in allowed.items()
    ]
    found = list(lists[0].union(*lists[1:], all=True)) if lists else []
    return Result(_rows(by, _newest(found, by, offset, limit)), len(found), facets.count(by, found, filters), {}, found)


def suggest(typed: str, *, by: User) -> tuple[list[str], list[Row]]:
    """How the last word may go on, and the things with all the words in their titles; read through the doors again."""
    offered = index.suggest(typed, allowed=_allowed(by, Filters()))
    return offered.words, _rows(by, [index.Hit(kind, pk, 0, 0.0, []) for kind, pk, _title in offered.titles])


def has_news(saved: SavedSearch, moment: datetime) -> bool:
    """Whether a search that is kept has something that came after the moment and that its owner may read today."""
    return since(saved.words, narrowing.of(saved), by=saved.owner, moment=moment, upto=timezone.now()) > 0


def since(words: str, filters: Filters, *, by: User, moment: datetime, upto: datetime) -> int:
    """How many published resources this person may read, of those that came after one moment and by the other, answer
    the words."""
    rows = narrowing.resources(by, filters).filter(published_at__gt=moment, published_at__lte=upto)
    if not words:
        return rows.count()
    return _ask(words, {"resource": rows.order_by().values("pk")}, by, limit=1).total


def _allowed(by: User, filters: Filters) -> dict[str, QuerySet[Any]]:
    """What may be found, by kind of the index."""
    every = {kind: way(by, filters) for kind, way in narrowing.WAYS.items()}
    return {kind: rows.order_by().values("pk") for kind, rows in every.items() if not rows.query.is_empty()}


def _ask(words: str, allowed: Mapping[str, QuerySet[Any]], by: User, **options: Any) -> index.Answer:
    files = Attachment.objects.visible_to(by).live()
    return index.ask(
        words,
        allowed=allowed,
        parts_allowed={"resource": files.values("pk")},
        language=(get_language() or "en")[:2],
        **options,
    )


def _rows(by: User, hits: list[index.Hit]) -> list[Row]:
    """The things themselves, read through the same doors again: what the index says is a copy."""
    things: dict[tuple[str, int], Any] = {("resource", pk): row for pk, row in _resources(by, hits).items()}
    for kind, rows in (*_described(by).items(), *_said(by).items()):
        ids = [hit.id for hit in hits if hit.kind == kind]
        if ids:
            things |= {(kind, pk): row for pk, row in rows.in_bulk(ids).items()}
    today = timezone.localdate()
    shown = [(hit, things[hit.kind, hit.id]) for hit in hits if (hit.kind, hit.id) in things]
    return [
        Row(
            hit.kind,
            thing,
            hit.highlight,
            getattr(thing, "hit_file", "") or "",
            hit.words,
            hit.in_title,
            hit.through,
            weighing.why(thing, today) if hit.kind == "resource" and hit.words else [],
        )
        for hit, thing in shown
    ]


def _described(by: User) -> dict[str, QuerySet[Any]]:
    """Projects as a row shows them, ours and those of others."""
    lands = OtherProject.countries.through.objects.filter(otherproject_id=OuterRef("pk"))
    name = f"country__{name_column()}"
    names = ArraySubquery(lands.order_by(name).values(name))
    return {
        PROJECT: Project.objects.visible_to(by).marked_working_for(by).select_related("lead_office"),
        OTHER: OtherProject.objects.visible_to(by).annotate(country_names=names),
    }


def _said(by: User) -> dict[str, QuerySet[Any]]:
    """Terms, discussions, clauses and meetings as a row shows them."""
    return {
        TERM: GlossaryEntry.objects.visible_to(by).select_related("term"),
        DISCUSSION: Discussion.objects.visible_to(by).select_related("author", "office"),
        CLAUSE: Clause.objects.visible_to(by).select_related("resource__guidance"),
        MEETING: Meeting.objects.visible_to(by).select_related("office"),
    }


def _resources(by: User, hits: list[index.Hit]) -> dict[int, Any]:
    files = Attachment.objects.visible_to(by).live()
    parts = [hit.part for hit in hits if hit.kind == "resource" and hit.part]
    names = files.filter(pk__in=parts, resource=OuterRef("pk")).named().values("told_name")
    name = Subquery(names[:1]) if parts else Value("")
    ids = [hit.id for hit in hits if hit.kind == "resource"]
    rows: dict[int, Any] = Resource.objects.visible_to(by).for_list().annotate(hit_file=name).in_bulk(ids)
    return rows


def _newest(found: list[tuple[str, int]], by: User, offset: int, limit: int) -> list[index.Hit]:
    """Of what was found the latest first, each kind by its own day."""
    parts = [
        model._default_manager.filter(pk__in=ids).order_by().annotate(what=Value(kind), at=AT[kind])
        for kind, model in MODELS.items()
        if (ids := [pk for each, pk in found if each == kind])
    ]
    if not parts:
        return []
    first, *others = [rows.values_list("what", "at", "pk") for rows in parts]
    dated = list(first.union(*others, all=True))
    dated.sort(key=lambda row: (row[1], row[0], row[2]), reverse=True)
    return [index.Hit(kind, pk, 0, 0.0, []) for kind, _at, pk in dated[offset : offset + limit]]
