"""Reads of projects. `visible_to` is the only door, and it fails closed: no live posting, nothing."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Count, Exists, F, Func, OuterRef, Prefetch, Q, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Left
from django.utils import timezone

from pvehub import access
from pvehub.access import grants, sight
from pvehub.people.models import Country, Office, User

from .sections import Class
from .workflow import BEFORE_SUBMISSION, ENDED, OVER, PUBLISHED

if TYPE_CHECKING:
    from pvehub.access import Standing

TITLE_SIZE = 100  # signs of a title by which a list is sorted


def _offices(standing: "Standing", perm: str) -> Q:
    """A condition: the person holds `perm` at the lead office or at one of the partner offices."""
    offices = standing.offices(perm)
    if offices is None:
        return Q(pk__isnull=False)
    if not offices:
        return Q(pk__in=[])
    partner = apps.get_model("projects", "Project").partner_offices.through.objects
    return Q(lead_office__in=offices) | Q(Exists(partner.filter(project_id=OuterRef("pk"), office_id__in=offices)))


def _lead(standing: "Standing", perm: str) -> Q:
    return standing.within(perm, "lead_office") if standing.anywhere(perm) else Q(pk__in=[])


def _said(column: str, way: str) -> tuple[str, str]:
    """The condition for one way to say it; letters of an acronym must be a word of their own, not part of one."""
    return (f"{column}__regex", rf"\m{re.escape(way)}\M") if len(way) <= 3 else (f"{column}__contains", way)


class ProjectQuerySet(models.QuerySet[Any]):
    """Projects, seen through the person who asks."""

    @sight.once
    def visible_to(self, user: User) -> Self:
        """Projects of which this person may read the whole record, or the open sections of the endorsed content."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        return self.filter(self._whole(user, standing) | self._published(standing))

    @sight.once
    def whole_for(self, user: User) -> Self:
        """Projects of which this person may read the working copy, every section of it."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        return self.filter(self._whole(user, standing))

    @sight.once
    def whole_at(self, user: User, tier: int) -> Self:
        """Projects whose whole record this person would read if they were of this tier, or are stricter still: the rule
        for a part of a record that has a tier of its own."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        return self.filter(self._whole(user, standing, least=tier))

    def _whole(self, user: User, standing: "Standing", least: int = 0) -> Q:
        """The table "Who sees what", row by row: team and grants, drafts, from submission on; as if no tier were below
        `least`."""

        def up_to(tier: int) -> Q:
            return Q(tier__lte=tier) if least <= tier else Q(pk__in=[])

        member = apps.get_model("projects", "ProjectMember").objects.live().filter(project=OuterRef("pk"), user=user)
        draft = Q(submitted_once_at__isnull=True)
        submitted = Q(submitted_once_at__isnull=False)
        mission = _offices(standing, "see_drafts")
        head = _lead(standing, "see_restricted_drafts")
        return (
            Q(manager=user)
            | Exists(member)
            | grants.things(user, "see_project", self.model)
            | (draft & up_to(0) & mission)
            | head
            | (submitted & up_to(2) & mission)
            | (submitted & up_to(1) & _offices(standing, "see_region"))
            | (submitted & up_to(2) & _offices(standing, "see_submitted"))
            | (submitted & Q(tier__gte=3 if least < 3 else 0) & _offices(standing, "see_named"))
        )

    def _published(self, standing: "Standing") -> Q:
        """Endorsed: tier 0 to all staff, tier 1 to the region of the lead and partner offices and to headquarters."""
        published = Q(status__in=PUBLISHED, has_endorsed=True)
        return published & (Q(tier=0) | (Q(tier=1) & self._near(standing)))

    def _near(self, standing: "Standing") -> Q:
        offices = {posting.office for posting in standing.postings}
        if any(office.kind == Office.Kind.HQ for office in offices):
            return Q(pk__isnull=False)
        regions = {office.pk if office.kind == Office.Kind.REGIONAL else office.parent_id for office in offices}
        around = Office.objects.filter(Q(pk__in=regions) | Q(parent__in=regions))
        partner = self.model.partner_offices.through.objects.filter(project_id=OuterRef("pk"), office_id__in=around)
        return Q(lead_office__in=around) | Q(Exists(partner))

    def with_partners(self) -> Self:
        """With the keys of the partner offices beside each row, for `Project.office_ids`."""
        partner = self.model.partner_offices.through.objects.filter(project_id=OuterRef("pk"))
        return self.annotate(partners_read=ArraySubquery(partner.values("office_id")))

    def drafts_of(self, user: User) -> Self:
        """Projects not yet submitted on which this person works: as manager, of the team, or having begun them."""
        member = apps.get_model("projects", "ProjectMember").objects.live().filter(project=OuterRef("pk"), user=user)
        mine = Q(manager=user) | Q(created_by=user) | Exists(member)
        return self.visible_to(user).filter(mine, status__in=BEFORE_SUBMISSION).order_by("-changed_at", "-pk")

    def left_by_their_manager(self, now: datetime) -> Self:
        """Not ended, with a manager who served at the lead office and does so no longer, or is no longer active."""
        postings = apps.get_model("people", "Posting").objects
        there = {"user": OuterRef("manager"), "office": OuterRef("lead_office")}
        served = postings.filter(starts_at__lte=now, **there)
        serves = postings.live(now).filter(**there)
        return self.filter(Exists(served), ~Exists(serves), manager__isnull=False).exclude(status__in=ENDED)

    def newest(self) -> Self:
        return self.order_by("-changed_at", "-pk")

    def for_list(self) -> Self:
        """What a row of a list shows, in a number of queries that does not depend on the number of rows."""
        return self.select_related("lead_office", "lead_office__parent", "manager").prefetch_related(
            Prefetch("countries", Country.objects.order_by("name_en")),
        )

    def with_any(self, field: str, **what: str) -> Self:
        """At least one of the things in `field` of the working copy is this one; no row comes twice."""
        return self.filter(self._own(field, **what))

    def _own(self, field: str, **what: Any) -> Q:
        things = self.model._meta.get_field(field).related_model.objects.filter(**what)
        return Q(pk__in=self.model.objects.filter(**{f"{field}__in": things}).values("pk"))

    def marked_whole_for(self, user: User) -> Self:
        """`is_whole` = this person reads the whole record; of the others the row shows the endorsed content only. And
        `is_working`."""
        whole = Case(When(self._whole(user, access.standing(user)), then=True), default=False)
        return self.annotate(is_whole=whole).marked_working_for(user)

    def marked_working_for(self, user: User) -> Self:
        """`is_working` = this person works on it and reads the team's own copy, also once something was endorsed."""
        standing = access.standing(user)
        member = apps.get_model("projects", "ProjectMember").objects.live().filter(project=OuterRef("pk"), user=user)
        officer = _offices(standing, "edit_projects") & self._whole(user, standing)
        works = Q(manager=user) | Exists(member) | officer
        return self.annotate(is_working=Case(When(works, then=True), default=False))

    def told(self, own: Q, endorsed: Q) -> Self:
        """What is asked holds of what this reader reads: of the working copy where the whole record is theirs, of the
        endorsed content elsewhere; after `marked_whole_for`. So nobody learns by a filter what was changed since."""
        return self.filter((Q(is_whole=True) & own) | (Q(is_whole=False) & endorsed))

    def telling(self, field: str, code: str, vocabulary: str = "") -> Self:
        """As far as this reader reads them, the countries or (of a vocabulary) terms in `field` hold this one."""
        codes = self._meaning(field, vocabulary, code) if vocabulary else [code]
        own = self._own(field, list=vocabulary, code__in=codes) if vocabulary else self._own(field, iso2=code)
        endorsed = [Q(endorsed_facts__contains=[{"name": field, "data": [each]}]) for each in codes]
        return self.told(own, Q(*endorsed, _connector=Q.OR))

    def _meaning(self, field: str, vocabulary: str, code: str) -> list[str]:
        """The codes that mean this one: what was merged into it, and what stands beneath it."""
        terms = self.model._meta.get_field(field).related_model.objects
        found: list[str] = terms.codes_meaning(vocabulary, code)
        return found

    def telling_nothing(self, field: str) -> Self:
        """As far as this reader reads it, `field` holds nothing: "unspecified"."""
        if field == "countries":
            return self.told(self._own_nothing(field), Q(endorsed_countries=[]) | Q(endorsed_countries=None))
        path = Value(f'$[*] ? (@.name == "{field}").data[*]')
        some = Func(F("endorsed_facts"), path, function="jsonb_path_exists", output_field=models.BooleanField())
        return self.told(self._own_nothing(field), ~Q(some))

    def _own_nothing(self, field: str) -> Q:
        return ~Q(pk__in=getattr(self.model, field).through.objects.values("project_id"))

    def told_countries(self) -> Any:
        """The codes of the countries that were endorsed of the projects this reader does not read whole."""
        code = Func("endorsed_countries", function="jsonb_array_elements_text", output_field=models.CharField())
        return self.filter(is_whole=False).annotate(told_country=code).values("told_country")

    def with_term(self, facet: str, vocabulary: str, code: str) -> Self:
        """By a term, or by none where the code is empty. Target groups and drivers are the team's: whole records only."""
        field = {"theme": "themes", "target": "target_groups", "driver": "drivers", "form_of_ve": "forms_of_ve"}[facet]
        if facet in {"target", "driver"}:
            what = {"list": vocabulary, "code__in": self._meaning(field, vocabulary, code)} if code else {}
            return self.filter(self._own(field, **what) if code else self._own_nothing(field), is_whole=True)
        return self.telling(field, code, vocabulary) if code else self.telling_nothing(field)

    def given_by(self, donor: int | None = 0, arm: str | None = None) -> Self:
        """Whole records with this donor, or with this arm of a donor; None for a donor: with no donor at all."""
        given = apps.get_model("projects", "Participation").objects.filter(project=OuterRef("pk"), role="donor")
        if donor is None:
            return self.filter(~Exists(given), is_whole=True)
        given = given.filter(arm=arm) if arm is not None else given.filter(organization=donor)
        return self.filter(Exists(given), is_whole=True)

    def with_gap(self) -> Self:
        """Whole records, not over, whose donors give less than the budget in its own currency: what still needs money."""
        given = apps.get_model("projects", "Participation").objects.filter(
            project=OuterRef("pk"), role="donor", currency=OuterRef("currency")
        )
        total = given.order_by().values("project").annotate(total=Sum("amount")).values("total")
        open_ended = self.filter(is_whole=True, budget__gt=0).exclude(status__in=OVER)
        return open_ended.alias(given=Coalesce(Subquery(total), Decimal(0))).filter(budget__gt=F("given"))

    def shown(self) -> Self:
        """With what rows are sorted by, as far as this reader reads it."""

        def told(own: Any, endorsed: Any) -> Case:
            return Case(When(is_whole=True, then=own), default=endorsed)

        money = Func(F("endorsed_facts"), Value('$[*] ? (@.name == "budget").data'), function="jsonb_path_query_first")
        amount = Func(money, template="nullif(%(expressions)s #>> '{}', '')", output_field=models.CharField())
        unit = Func(F("endorsed_facts"), Value('$[*] ? (@.name == "currency").data'), function="jsonb_path_query_first")
        currency = Func(unit, template="(%(expressions)s #>> '{}')", output_field=models.CharField())
        return self.alias(
            shown_words=told(Left("own_words", TITLE_SIZE), Left("endorsed_words", TITLE_SIZE)),
            shown_start=told(F("start_on"), F("endorsed_start_on")),
            shown_budget=told(F("budget"), Cast(amount, models.DecimalField(max_digits=15, decimal_places=2))),
            shown_currency=told(F("currency"), currency),
        )

    def telling_class(self, classification: str) -> Self:
        """As far as this reader reads it, the class of the project is this one; empty: none was stated."""
        endorsed = {
            each: Q(endorsed_facts__contains=[{"name": "classification", "data": each}]) for each in Class.values
        }
        none = ~Q(*endorsed.values(), _connector=Q.OR)
        return self.told(Q(classification=classification), endorsed.get(classification, none))

    def in_year(self, year: int) -> Self:
        """Running at some time of the year, as far as this reader reads; without both dates, in no year."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        return self.told(
            Q(start_on__lte=last, end_on__gte=first), Q(endorsed_start_on__lte=last, endorsed_end_on__gte=first)
        )

    def in_no_year(self) -> Self:
        """One of the dates is missing, as far as this reader reads."""
        own = Q(start_on__isnull=True) | Q(end_on__isnull=True)
        return self.told(own, Q(endorsed_start_on__isnull=True) | Q(endorsed_end_on__isnull=True))

    def with_readable_words(self, spans: Iterable[list[str]]) -> Self:
        """Of each span (ways to say the same thing, folded) one stands in titles or summary, as far as this reader reads
        them. Who reads only what was endorsed finds by endorsed words, never by those of the working copy."""
        found = self
        for ways in spans:
            own, endorsed = (
                Q(*[_said(column, way) for way in ways], _connector=Q.OR) for column in ("own_words", "endorsed_words")
            )
            found = found.told(own, endorsed)
        return found

    def named_like(self, text: str) -> Self:
        """Reference or code begin with this."""
        return self.filter(Q(ref__startswith=text.upper()) | Q(code__startswith=text.upper()))


class ContextAnalysisQuerySet(models.QuerySet[Any]):
    """Dated analyses; of each project the newest one counts."""

    def newest(self) -> Self:
        """One per project: the one written last."""
        return self.order_by("project", "-written_on", "-pk").distinct("project")

    def past_review(self, on: date) -> Self:
        """The analyses that count and should have been looked at again before this day."""
        return self.filter(pk__in=self.newest().values("pk"), review_on__lt=on).order_by("review_on", "pk")


class OrganizationQuerySet(models.QuerySet[Any]):
    """Organizations and the projects in which the reader can see them."""

    def by_name(self) -> Self:
        return self.order_by("name", "pk")

    def visible_to(self, user: User) -> Self:
        """Organizations that take part in a project whose whole record this person may read: the rest would tell of them."""
        projects = apps.get_model("projects", "Project").objects.whole_for(user)
        part = apps.get_model("projects", "Participation").objects.filter(
            project__in=projects, organization=OuterRef("pk")
        )
        return self.filter(Exists(part))

    def in_role(self, user: User, role: str) -> Self:
        """Those that take this part in a project this person reads whole."""
        projects = apps.get_model("projects", "Project").objects.whole_for(user)
        part = apps.get_model("projects", "Participation").objects.filter(
            project__in=projects, organization=OuterRef("pk"), role=role
        )
        return self.filter(Exists(part))

    def with_counts(self, user: User) -> Self:
        """`seen` = the number of projects in which this person can see the organization."""
        projects = apps.get_model("projects", "Project").objects.whole_for(user).values("pk")
        part = apps.get_model("projects", "Participation").objects.filter(
            project__in=projects, organization=OuterRef("pk")
        )
        counted = part.order_by().values("organization").annotate(n=Count("project", distinct=True)).values("n")
        return self.annotate(seen=Subquery(counted))

    def of(self, projects: Any) -> Self:
        """Those that take part in these projects; `n` = in how many of them."""
        part = apps.get_model("projects", "Participation").objects.filter(
            project__in=projects.values("pk"), organization=OuterRef("pk")
        )
        counted = part.order_by().values("organization").annotate(n=Count("project", distinct=True)).values("n")
        return self.filter(Exists(part)).annotate(n=Subquery(counted))


class OtherProjectQuerySet(models.QuerySet[Any]):
    """The landscape: public facts, read by all staff."""

    def visible_to(self, user: User) -> Self:
        return self if user.is_active and access.standing(user).office_ids else self.none()

    def for_list(self) -> Self:
        return self.prefetch_related(Prefetch("countries", Country.objects.order_by("name_en")), "themes").order_by(
            "title", "pk"
        )

    def of_organization(self, words: str) -> Self:
        """Who does it or who pays for it contains these words."""
        return self.filter(Q(organizations__icontains=words) | Q(donors__icontains=words))

    def with_words(self, words: str) -> Self:
        """Title, summary, organizations or identifier contain every word."""
        found = self
        for word in words.split()[:8]:
            fields = ("external_id", "title", "summary", "organizations")
            found = found.filter(Q(*[(f"{field}__icontains", word) for field in fields], _connector=Q.OR))
        return found


class ImportBatchQuerySet(models.QuerySet[Any]):
    """Uploaded lists: their owner's own business until they are applied."""

    def visible_to(self, user: User) -> Self:
        return self.filter(owner=user) if user.is_active and access.standing(user).office_ids else self.none()


class SavedViewQuerySet(models.QuerySet[Any]):
    """Named filters: their owner's, and those shared with an office of the reader or above it."""

    def live(self) -> Self:
        return self.filter(removed_at__isnull=True)

    def owned_by(self, user: User) -> Self:
        """What this person named and has not removed, in the order of names."""
        return self.live().filter(owner=user).order_by("name", "pk")

    def visible_to(self, user: User) -> Self:
        """One's own, and those shared with an office at which one serves, or with one above it. Links are asked by key."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        codes = {code for posting in standing.postings for code in posting.office.path.strip("/").split("/")}
        return self.live().filter(Q(owner=user) | Q(audience="office", office__code__in=codes))

    def opened_by(self, user: User) -> Self:
        """What this person can open: what they see, and, for whoever holds its key, what is shared by link."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        return self.live().filter(Q(pk__in=self.visible_to(user).values("pk")) | Q(audience="link"))

    def just_removed_by(self, user: User) -> Self:
        """What this person took away within the last half minute: it can be taken back."""
        return self.filter(owner=user, removed_at__gt=timezone.now() - timedelta(seconds=30)).order_by(
            "-removed_at", "pk"
        )
