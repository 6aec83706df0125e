"""How an answer divides: values with their numbers, counted among what was found for this person and nowhere else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from knowledge import checks, kinds
from knowledge.models import Clause, Definition, Discussion, Meeting, Resource
from knowledge.narrowing import CLAUSE, DISCUSSION, MEETING, NAMES, OTHER, PROJECT, TERM, Filters
from knowledge.querysets import name_column
from projects.models import OtherProject, Project
from pvehub.people.models import Country, Office, User, sort_key
from pvehub.vocabulary.models import Term

TERMS = {"theme": "themes", "driver": "drivers"}
LABELS = {
    "kind": _("Kind"),
    "theme": _("Theme"),
    "driver": _("Driver"),
    "region": _("Region"),
    "country": _("Country"),
    "language": _("Language"),
}

#: Beside the kinds of resources.
KINDS = {
    PROJECT: _("Projects"),
    OTHER: _("Projects of other organizations"),
    TERM: _("Terms of the glossary"),
    DISCUSSION: _("Discussions"),
    CLAUSE: _("Clauses of guidance"),
    MEETING: _("Meetings"),
}


@dataclass(frozen=True)
class Choice:
    """One value of a facet: its code, its name in the reader's language, and how many of what was found have it."""

    code: str
    label: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """One way to divide an answer; only values that something found has."""

    name: str
    label: Any
    choices: list[Choice] = field(default_factory=list)


def count(user: User, found: Iterable[tuple[str, int]], filters: Filters) -> list[Facet]:
    """The facets of what was found, (kind, id) each; one query."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, pk in found:
        by_kind[kind].append(pk)
    parts = [*_of_resources(by_kind["resource"]), *_of_projects(user, by_kind[PROJECT]), *_of_others(by_kind[OTHER])]
    parts += _of_terms(by_kind[TERM]) + _of_discussions(by_kind[DISCUSSION])
    parts += _of_clauses(by_kind[CLAUSE]) + _of_meetings(by_kind[MEETING])
    counts, named = _read(parts)
    return [Facet(name, LABELS[name], _choices(name, counts[name], named, filters)) for name in NAMES]


def names() -> dict[tuple[str, str], str]:
    """The name of every value of every facet, in the reader's language; one query."""
    return _read([])[1]


def said(filters: Filters, named: dict[tuple[str, str], str]) -> list[str]:
    """The filters in words: "Theme: Social cohesion"."""
    return [f"{LABELS[name]}: {named.get((name, code), code)}" for name, code in filters.given().items()]


def _choices(name: str, counts: Counter[str], named: dict[tuple[str, str], str], filters: Filters) -> list[Choice]:
    """The most frequent first, of equals by name; the chosen one stands there also when nothing is left of it."""
    chosen = getattr(filters, name)
    codes = {code for code, number in counts.items() if code and number} | ({chosen} if chosen else set())
    choices = [Choice(code, named.get((name, code), code), counts[code], code == chosen) for code in codes]
    return sorted(choices, key=lambda choice: (-choice.count, sort_key(str(choice.label)), choice.code))


def _read(parts: list[QuerySet[Any]]) -> tuple[dict[str, Counter[str]], dict[tuple[str, str], str]]:
    """Numbers by facet and code, and the names of the codes, in one query."""
    first, *others = [*_names(), *parts]
    counts: dict[str, Counter[str]] = {name: Counter() for name in NAMES}
    named = {("kind", slug): str(kind.plural) for slug, kind in kinds.BY_SLUG.items()}
    named |= {("kind", code): str(label) for code, label in KINDS.items()}
    named |= {("language", code): str(label) for code, label in checks.LANGUAGES}
    for what, code, said, number in first.union(*others, all=True):
        if number:
            counts[what][code] += number
        else:
            named[what, code] = said
    return counts, named


def _column(rows: QuerySet[Any], what: str, code: Any, said: Any, number: Any) -> Any:
    """(facet, code, name, number), to stand under others of its like."""
    rows = rows.order_by().annotate(f_what=Value(what, CharField()), f_code=Cast(code, CharField()))
    named = rows.values("f_what", "f_code").annotate(f_said=said, f_n=number)
    return named.values_list("f_what", "f_code", "f_said", "f_n")


def _names() -> list[Any]:
    """The name of every code; a merged term is called as the one it stands for."""
    column, zero = name_column(), Value(0, IntegerField())
    own = Coalesce(NullIf(column, Value("")), "name_en")
    today = Coalesce(NullIf(f"merged_into__{column}", Value("")), "merged_into__name_en", own)
    lists: list[tuple[str, Any, str, Any]] = [
        (what, Term.objects.filter(list=name), "code", today) for what, name in TERMS.items()
    ]
    lists += [("region", Office.objects.regions(), "code", own), ("country", Country.objects.all(), "iso2", own)]
    return [_column(rows, what, code, Cast(said, CharField()), zero) for what, rows, code, said in lists]


def _number(rows: QuerySet[Any], what: str, code: Any, of: str = "pk") -> Any:
    return _column(rows, what, code, Value("", CharField()), Count(of, distinct=True))


def _belongs(term: str = "term__") -> Func:
    """The codes under which a tag counts: what its term means today, and what that stands beneath."""

    def today(name: str) -> Case:
        merged = When(**{f"{term}merged_into__isnull": False}, then=f"{term}merged_into__{name}")
        return Case(merged, default=f"{term}{name}", output_field=CharField())

    codes = [today("code"), today("parent__code"), today("parent__parent__code")]
    return Func(*codes, template="unnest(array_remove(array[%(expressions)s]::text[], null))", output_field=CharField())


def _among(ids: list[int]) -> RawSQL:
    """A thousand ids as one parameter: as a thousand of them they cost more than the counting."""
    return RawSQL("SELECT unnest(%s::bigint[])", [ids])


def _of_resources(ids: list[int]) -> list[QuerySet[Any]]:
    if not ids:
        return []
    rows = Resource.objects.filter(pk__in=_among(ids))
    found = [_number(rows, "kind", "kind"), _number(rows, "language", "language")]
    for what, name in TERMS.items():
        tags = getattr(Resource, name).through.objects.filter(resource_id__in=_among(ids), term__list=name)
        found.append(_number(tags, what, _belongs(), "resource_id"))
    # Of a masked origin the region is all that is told.
    lands = Resource.countries.through.objects.filter(resource_id__in=_among(ids), resource__is_masked=False)
    found.append(_number(lands, "country", "country_id"))
    # A region has what its offices own and what is about one of its countries, each once.
    at_region = Q(owner_office__kind=Office.Kind.REGIONAL)
    found.append(_number(rows.filter(at_region), "region", "owner_office__code"))
    of_mission = rows.filter(owner_office__kind=Office.Kind.MISSION)
    found.append(_number(of_mission, "region", "owner_office__parent__code"))
    owned = Q(resource__owner_office=F("country__region")) | Q(resource__owner_office__parent=F("country__region"))
    about = lands.filter(country__region__isnull=False).exclude(owned)
    return [*found, _number(about, "region", "country__region__code", "resource_id")]


def _of_projects(user: User, ids: list[int]) -> list[QuerySet[Any]]:
    """Of whole records the working copy counts, of others what was endorsed; drivers are the team's alone."""
    if not ids:
        return []
    rows = Project.objects.visible_to(user).marked_whole_for(user).filter(pk__in=_among(ids)).order_by()
    found = [_number(rows, "kind", Value(PROJECT)), _number(rows, "language", "language")]
    found += _led(rows, "lead_office")
    whole = rows.filter(is_whole=True).values("pk")
    for what, name in TERMS.items():
        tags = getattr(Project, name).through.objects.filter(project__in=whole)
        found.append(_number(tags, what, _belongs(), "project_id"))
    found.append(_number(Project.countries.through.objects.filter(project__in=whole), "country", "country_id"))
    other = rows.filter(is_whole=False)
    return [*found, *(_endorsed(other, what, name) for what, name in (("theme", "themes"), ("country", "countries")))]


def _of_others(ids: list[int]) -> list[QuerySet[Any]]:
    """Records of other organizations: all staff read all of each."""
    if not ids:
        return []
    rows = OtherProject.objects.filter(pk__in=_among(ids)).order_by()
    themes = OtherProject.themes.through.objects.filter(otherproject_id__in=_among(ids), term__list="themes")
    lands = OtherProject.countries.through.objects.filter(otherproject_id__in=_among(ids))
    return [
        _number(rows, "kind", Value(OTHER)),
        _number(rows.exclude(language=""), "language", "language"),
        _number(themes, "theme", _belongs(), "otherproject_id"),
        _number(lands, "country", "country_id"),
        _number(lands.filter(country__region__isnull=False), "region", "country__region__code", "otherproject_id"),
    ]


def _endorsed(rows: QuerySet[Any], what: str, name: str) -> Any:
    """The codes in a field of the endorsed content, one row for each project and code."""
    codes = Func(
        F("endorsed_facts"),
        Value(f'$[*] ? (@.name == "{name}").data[*]'),
        function="jsonb_path_query",
        template="(%(function)s(%(expressions)s) #>> '{}')",
        output_field=CharField(),
    )
    columns = {"f_what": Value(what, CharField()), "f_code": codes, "f_said": Value("", CharField())}
    told = rows.annotate(**columns, f_n=Value(1, IntegerField()))
    return told.values_list("f_what", "f_code", "f_said", "f_n")


def _of_terms(ids: list[int]) -> list[QuerySet[Any]]:
    """Under each language in which readers have it explained."""
    if not ids:
        return []
    said = Definition.objects.filter(entry__in=_among(ids), published_at__isnull=False)
    return [_number(said, "kind", Value(TERM), "entry"), _number(said, "language", "language", "entry")]


def _of_discussions(ids: list[int]) -> list[QuerySet[Any]]:
    if not ids:
        return []
    rows = Discussion.objects.filter(pk__in=_among(ids)).order_by()
    found = [_number(rows, "kind", Value(DISCUSSION)), _number(rows, "language", "language"), *_led(rows)]
    for what, name in TERMS.items():
        tags = getattr(Discussion, name).through.objects.filter(discussion_id__in=_among(ids), term__list=name)
        found.append(_number(tags, what, _belongs(), "discussion_id"))
    lands = Discussion.countries.through.objects.filter(discussion_id__in=_among(ids))
    return [*found, _number(lands, "country", "country_id")]


def _of_clauses(ids: list[int]) -> list[QuerySet[Any]]:
    """By the themes and the language of their note."""
    if not ids:
        return []
    rows = Clause.objects.filter(pk__in=_among(ids)).order_by()
    return [
        _number(rows, "kind", Value(CLAUSE)),
        _number(rows, "language", "resource__language"),
        _number(rows.filter(resource__themes__list="themes"), "theme", _belongs("resource__themes__")),
    ]


def _of_meetings(ids: list[int]) -> list[QuerySet[Any]]:
    if not ids:
        return []
    rows = Meeting.objects.filter(pk__in=_among(ids)).order_by()
    return [_number(rows, "kind", Value(MEETING)), _number(rows, "language", "language"), *_led(rows)]


def _led(rows: QuerySet[Any], office: str = "office") -> list[QuerySet[Any]]:
    """The region of the office they come from."""
    ways = ((f"{office}__code", Office.Kind.REGIONAL), (f"{office}__parent__code", Office.Kind.MISSION))
    return [_number(rows.filter(**{f"{office}__kind": kind}), "region", code) for code, kind in ways]
