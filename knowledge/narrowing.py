"""What a question is narrowed to: the things it may find, before a word of it is looked at. The url is its only memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import QueryDict

from knowledge import kinds
from knowledge.models import Clause, Discussion, GlossaryEntry, Meeting, Resource, SavedSearch
from knowledge.querysets import ClauseQuerySet, DiscussionQuerySet, GlossaryQuerySet, MeetingQuerySet, ResourceQuerySet
from projects.models import OtherProject, Project
from projects.querysets import OtherProjectQuerySet, ProjectQuerySet
from pvehub.people.models import User
from pvehub.vocabulary.models import Term

PROJECT, OTHER = "project", "landscape"
TERM, DISCUSSION, CLAUSE, MEETING = "term", "discussion", "clause", "meeting"
CODE = re.compile(r"[\w.-]{1,60}")


@dataclass(frozen=True)
class Filters:
    """Kind, theme, driver, region, country and language, as codes; empty where everything will do. A code that nobody
    uses finds nothing, whoever asks: so no answer tells whether a code is used where one may not look."""

    kind: str = ""
    theme: str = ""
    driver: str = ""
    region: str = ""
    country: str = ""
    language: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """Of an address, what is a filter; what cannot be a code was never asked."""
        found = {name: str(given.get(name) or "") for name in NAMES}
        return cls(**{name: code for name, code in found.items() if CODE.fullmatch(code)})

    def given(self) -> dict[str, str]:
        """Those in force, in a fixed order."""
        return {name: getattr(self, name) for name in NAMES if getattr(self, name)}

    def without(self, name: str) -> Filters:
        """The same, one of them taken away."""
        return replace(self, **{name: ""})

    def __str__(self) -> str:
        return urlencode(self.given())


NAMES: tuple[str, ...] = tuple(field.name for field in fields(Filters))


def of(saved: SavedSearch) -> Filters:
    """The filters of a search that is kept."""
    return Filters.read(QueryDict(saved.filters))


def resources(user: User, filters: Filters) -> ResourceQuerySet:
    """Published resources this person may read, as far as the filters leave them."""
    rows = Resource.objects.visible_to(user).published()
    if filters.kind:
        rows = rows.filter(kind=filters.kind) if filters.kind in kinds.BY_SLUG else rows.none()
    if filters.theme:
        rows = rows.themed(filters.theme)
    if filters.driver:
        rows = rows.filter(_tagged(Resource, "drivers", filters.driver))
    if filters.region:
        rows = rows.in_region(filters.region)
    if filters.country:
        rows = rows.about_country(filters.country)
    if filters.language:
        rows = rows.filter(language=filters.language)
    return rows


def projects(user: User, filters: Filters) -> ProjectQuerySet:
    """Projects this person may read, as far as the filters leave them: each by what this person reads of it."""
    rows = Project.objects.visible_to(user).marked_whole_for(user)
    if filters.kind not in ("", PROJECT):
        return rows.none()
    if filters.theme:
        rows = rows.with_term("theme", "themes", filters.theme)
    if filters.driver:
        rows = rows.with_term("driver", "drivers", filters.driver)
    if filters.region:
        rows = rows.filter(lead_office__path__contains=f"/{filters.region}/")
    if filters.country:
        rows = rows.telling("countries", filters.country)
    if filters.language:
        rows = rows.filter(language=filters.language)
    return rows


def others(user: User, filters: Filters) -> OtherProjectQuerySet:
    """Projects of other organizations, as far as the filters leave them; nobody said what drives them."""
    rows = OtherProject.objects.visible_to(user)
    if filters.kind not in ("", OTHER) or filters.driver:
        return rows.none()
    if filters.theme:
        rows = rows.filter(_tagged(OtherProject, "themes", filters.theme))
    about = OtherProject.countries.through.objects.filter(otherproject_id=OuterRef("pk"))
    if filters.region:
        rows = rows.filter(Exists(about.filter(country__region__code=filters.region)))
    if filters.country:
        rows = rows.filter(Exists(about.filter(country_id=filters.country)))
    if filters.language:
        rows = rows.filter(language=filters.language)
    return rows


def terms(user: User, filters: Filters) -> GlossaryQuerySet:
    """Terms of the glossary, which hold for every theme and place; of a language, those that are explained in it."""
    rows = GlossaryEntry.objects.visible_to(user)
    given = filters.without("kind").without("language")
    if filters.kind not in ("", TERM) or given.given():
        return rows.none()
    return rows.published_in(filters.language) if filters.language else rows


def discussions(user: User, filters: Filters) -> DiscussionQuerySet:
    """What people ask and tell one another, as far as this person can open what it stands on."""
    rows = Discussion.objects.visible_to(user)
    if filters.kind not in ("", DISCUSSION):
        return rows.none()
    if filters.theme:
        rows = rows.filter(_tagged(Discussion, "themes", filters.theme))
    if filters.driver:
        rows = rows.filter(_tagged(Discussion, "drivers", filters.driver))
    if filters.region:
        rows = rows.filter(office__path__contains=f"/{filters.region}/")
    if filters.country:
        about = Discussion.countries.through.objects.filter(discussion_id=OuterRef("pk"))
        rows = rows.filter(Exists(about.filter(country_id=filters.country)))
    if filters.language:
        rows = rows.filter(language=filters.language)
    return rows


def clauses(user: User, filters: Filters) -> ClauseQuerySet:
    """Clauses of guidance as readers have them today; they hold everywhere, so a place or a driver leaves none."""
    rows = Clause.objects.visible_to(user).live()
    if filters.kind not in ("", CLAUSE) or filters.region or filters.country or filters.driver:
        return rows.none()
    if filters.theme:
        rows = rows.filter(resource__in=Resource.objects.themed(filters.theme).order_by().values("pk"))
    if filters.language:
        rows = rows.filter(resource__language=filters.language)
    return rows


def meetings(user: User, filters: Filters) -> MeetingQuerySet:
    """Meetings, with what was promised there; nobody tags them."""
    rows = Meeting.objects.visible_to(user)
    if filters.kind not in ("", MEETING) or filters.theme or filters.driver or filters.country:
        return rows.none()
    if filters.region:
        rows = rows.filter(office__path__contains=f"/{filters.region}/")
    if filters.language:
        rows = rows.filter(language=filters.language)
    return rows


def _tagged(model: type[Model], name: str, code: str) -> Exists:
    """Whether a row bears a term of this list (`themes`, `drivers`) that means this code today."""
    meant = Term.objects.meaning(name, code).order_by().values("pk")
    tags = getattr(model, name).through.objects.filter(term__in=meant)
    return Exists(tags.filter(**{f"{model._meta.model_name}_id": OuterRef("pk")}))


#: What may be found, by kind of the index.
WAYS: dict[str, Callable[[User, Filters], QuerySet[Any]]] = {
    "resource": resources,
    PROJECT: projects,
    OTHER: others,
    TERM: terms,
    DISCUSSION: discussions,
    CLAUSE: clauses,
    MEETING: meetings,
}
#: The kinds beside resources: what hears of news and what goes out as references knows nothing of them.
BESIDE = frozenset(WAYS) - {"resource"}
