"""Reads of discussions and of who knows what. `visible_to` is the only door, and follows what a discussion stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from knowledge import conversing
from knowledge.querysets.relating import meant_today
from knowledge.querysets.resources import EVERYTHING, name_column, offices_around, serves
from pvehub import access
from pvehub.people.models import User

if TYPE_CHECKING:
    from pvehub.access import Standing

#: What a question and a person's knowledge may have in common.
SHARED = ("themes", "drivers", "countries")


def moderated(standing: Standing, to: str = "") -> Q:
    """Discussions on whose words this person rules: curators of the office they come from, and the head of the lead office
    of the project they stand on. `to` leads from a row to its discussion."""
    found = Q(pk__in=[])
    if standing.anywhere("curate_resources"):
        found |= Q(**{f"{to}office__isnull": False}) & standing.within("curate_resources", f"{to}office")
    if standing.anywhere("clear_cases"):
        heads = standing.within("clear_cases", f"{to}project__lead_office")
        found |= Q(**{f"{to}project__isnull": False}) & heads
    return found


class DiscussionQuerySet(models.QuerySet[Any]):
    """Discussions, seen through the person who asks."""

    def visible_to(self, user: User) -> Self:
        """Those on what this person can open, and free ones of a tier that is theirs. What a curator hid is shown to who
        wrote it and to those who rule on it."""
        if not serves(user):
            return self.none()
        standing = access.standing(user)
        shown = ~Q(state=conversing.State.HIDDEN) | Q(author=user) | moderated(standing)
        return self.select_related("project", "resource").filter(self._open_to(user, standing), shown)

    def _open_to(self, user: User, standing: Standing) -> Q:
        around = offices_around(standing)
        near = EVERYTHING if around is None else Q(office__in=around) | Q(asked_office__in=standing.office_ids)
        projects = apps.get_model("projects", "Project").objects.visible_to(user).order_by().values("pk")
        resources = apps.get_model("knowledge", "Resource").objects.visible_to(user).order_by().values("pk")
        own = Q(own_tier=0) | Q(author=user) | (Q(own_tier=1) & near)
        return Q(project__in=projects) | Q(resource__in=resources) | (Q(project=None, resource=None) & own)

    def moderated_by(self, user: User) -> Self:
        """Those on whose words this person rules, as far as they can open them."""
        return self.visible_to(user).filter(moderated(access.standing(user)))

    def shown(self) -> Self:
        """Those no curator hid."""
        return self.exclude(state=conversing.State.HIDDEN)

    def for_list(self) -> Self:
        """What a row shows, in one query however many rows there are."""
        replies = apps.get_model("knowledge", "Reply").objects.shown().filter(discussion=OuterRef("pk"))
        number = replies.order_by().values("discussion").annotate(n=Count("pk")).values("n")
        themes = self.model.themes.through.objects.filter(discussion_id=OuterRef("pk"))
        said = Coalesce(f"term__merged_into__{name_column()}", f"term__{name_column()}", "term__name_en")
        rows = self.select_related("author", "office", "asked_office", "term", "project", "resource")
        return rows.annotate(
            size=Coalesce(Subquery(number, output_field=IntegerField()), Value(0)),
            theme_names=ArraySubquery(themes.order_by("term__position", "term_id").values(name=said)),
        ).order_by("-active_at", "-pk")

    def themed(self, code: str) -> Self:
        """On the theme, one merged into it, or one beneath it."""
        terms = self.model._meta.get_field("themes").related_model.objects.meaning("themes", code).order_by()
        tags = self.model.themes.through.objects.filter(discussion_id=OuterRef("pk"), term__in=terms.values("pk"))
        return self.filter(Exists(tags))

    def about_country(self, iso2: str) -> Self:
        """About the country."""
        return self.filter(
            Exists(self.model.countries.through.objects.filter(discussion_id=OuterRef("pk"), country_id=iso2))
        )

    def unanswered(self) -> Self:
        """Open, asking, and nobody but who asked has written on."""
        replies = apps.get_model("knowledge", "Reply").objects.shown().filter(discussion=OuterRef("pk"))
        others = replies.exclude(author=OuterRef("author"))
        return self.filter(~Exists(others), state=conversing.State.OPEN, kind__in=conversing.ASKING)

    def to_route(self, before: datetime) -> Self:
        """Without an answer since then, and somebody is still to be turned to."""
        return self.unanswered().filter(escalated_at=None, written_at__lte=before).order_by("written_at", "pk")

    def for_expert(self, user: User) -> Self:
        """Open questions that this person could answer: of another's, not answered by them, on what they say they know, or
        put to the office where they serve; the longest waiting first. One query."""
        mine = apps.get_model("knowledge", "Expertise").objects.filter(user=user)
        found = Q(kind=conversing.Sort.PEER_REQUEST, asked_office__in=access.standing(user).office_ids)
        for field in SHARED:
            tags = getattr(self.model, field).through.objects.filter(discussion_id=OuterRef("pk"))
            known = getattr(mine.model, field).through.objects.filter(expertise__in=mine.values("pk"))
            column = "country_id" if field == "countries" else "today"
            found |= Q(Exists(meant_today(tags).filter(**{f"{column}__in": meant_today(known).values(column)})))
        written = apps.get_model("knowledge", "Reply").objects.filter(discussion=OuterRef("pk"), author=user)
        rows = self.visible_to(user).filter(found, ~Exists(written), state=conversing.State.OPEN)
        return rows.filter(kind__in=conversing.ASKING).exclude(author=user).order_by("written_at", "pk")


class ReplyQuerySet(models.QuerySet[Any]):
    """What is written on in discussions."""

    def shown(self) -> Self:
        """What no curator hid."""
        return self.filter(hidden_at=None)

    def visible_to(self, user: User) -> Self:
        """Those of the discussions this person reads; hidden ones are for who wrote them and who rules on them."""
        seen = apps.get_model("knowledge", "Discussion").objects.visible_to(user).order_by().values("pk")
        hidden = Q(hidden_at=None) | Q(author=user) | moderated(access.standing(user), "discussion__")
        return self.filter(hidden, discussion__in=seen)


class FlagQuerySet(models.QuerySet[Any]):
    """What readers flagged."""

    def open(self) -> Self:
        """Nobody has ruled on it yet."""
        return self.filter(answered_at=None)

    def ruled_by(self, user: User) -> Self:
        """Those that wait for this person: on discussions they rule on, never on their own words."""
        seen = apps.get_model("knowledge", "Discussion").objects.moderated_by(user).order_by().values("pk")
        own = Q(reply=None, discussion__author=user) | Q(reply__author=user)
        return self.open().filter(discussion__in=seen).exclude(own)


class ExpertiseQuerySet(models.QuerySet[Any]):
    """Who says they know what."""

    def listed(self) -> Self:
        """Those who asked to be found and serve somewhere today."""
        serving = apps.get_model("people", "Posting").objects.live().filter(user=OuterRef("user"))
        return self.filter(Exists(serving), is_listed=True, user__is_active=True)

    def visible_to(self, user: User) -> Self:
        """All staff find who wants to be found; nobody finds anybody else."""
        return self.listed() if serves(user) else self.none()

    def knowing(self, discussion: Any) -> Self:
        """Those who know what it is about: who shares most kinds of it first, then who reads its language."""

        def shares(field: str) -> Case:
            tags = getattr(type(discussion), field).through.objects.filter(discussion_id=discussion.pk)
            known = getattr(self.model, field).through.objects.filter(expertise_id=OuterRef("pk"))
            column = "country_id" if field == "countries" else "today"
            same = meant_today(known).filter(**{f"{column}__in": meant_today(tags).values(column)})
            return Case(When(Exists(same), then=1), default=0)

        themes, drivers, countries = (shares(field) for field in SHARED)
        speaks = Case(When(languages__contains=[discussion.language], then=1), default=0)
        rows = self.annotate(shared=themes + drivers + countries, speaks=speaks).filter(shared__gt=0)
        return rows.select_related("user").order_by("-shared", "-speaks", "user__sort_key", "pk")

    def sharing(self, subject: Mapping[str, Iterable[Any]], language: str) -> Self:
        """Those who know one of these themes, drivers or countries (keys, by kind): who shares most kinds of it first, then
        who reads the language."""

        def shares(field: str) -> Case:
            known = meant_today(getattr(self.model, field).through.objects.filter(expertise_id=OuterRef("pk")))
            column = "country_id" if field == "countries" else "today"
            same = known.filter(**{f"{column}__in": list(subject.get(field, ()))})
            return Case(When(Exists(same), then=1), default=0)

        themes, drivers, countries = (shares(field) for field in SHARED)
        speaks = Case(When(languages__contains=[language], then=1), default=0)
        rows = self.annotate(shared=themes + drivers + countries, speaks=speaks).filter(shared__gt=0)
        return rows.select_related("user").order_by("-shared", "-speaks", "user__sort_key", "pk")

    def with_any(self, field: str, **what: Any) -> Self:
        """Those who name this theme, driver or country; one row each."""
        tags = getattr(self.model, field).through.objects.filter(expertise_id=OuterRef("pk"), **what)
        return self.filter(Exists(tags))

    def for_list(self) -> Self:
        """What a row shows; the offices of the people are read beside it."""
        return self.select_related("user").prefetch_related("themes").by_name()

    def by_name(self) -> Self:
        """In the order of names."""
        return self.order_by(F("user__sort_key"), "pk")
