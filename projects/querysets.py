"""Reads of projects. `visible_to` is the only door, and it fails closed: no live posting, nothing."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Subquery, When

from pvehub import access
from pvehub.access import grants
from pvehub.people.models import Country, Office, User

from .workflow import BEFORE_SUBMISSION, PUBLISHED

if TYPE_CHECKING:
    from pvehub.access import Standing


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


class ProjectQuerySet(models.QuerySet[Any]):
    """Projects, seen through the person who asks."""

    def visible_to(self, user: User) -> Self:
        """Projects of which this person may read the whole record, or the open sections of the endorsed content."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        return self.filter(self._whole(user, standing) | self._published(standing))

    def whole_for(self, user: User) -> Self:
        """Projects of which this person may read the working copy, every section of it."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        return self.filter(self._whole(user, standing))

    def _whole(self, user: User, standing: "Standing") -> Q:
        """The table "Who sees what", row by row: team and grants, drafts, from submission on."""
        member = apps.get_model("projects", "ProjectMember").objects.live().filter(project=OuterRef("pk"), user=user)
        draft = Q(submitted_once_at__isnull=True)
        submitted = Q(submitted_once_at__isnull=False)
        mission = _offices(standing, "see_drafts")
        head = _lead(standing, "see_restricted_drafts")
        return (
            Q(manager=user)
            | Exists(member)
            | grants.things(user, "see_project", self.model)
            | (draft & Q(tier=0) & mission)
            | head
            | (submitted & Q(tier__lte=2) & mission)
            | (submitted & Q(tier__lte=1) & _offices(standing, "see_region"))
            | (submitted & Q(tier__lte=2) & _offices(standing, "see_submitted"))
            | (submitted & Q(tier=3) & _offices(standing, "see_named"))
        )

    def _published(self, standing: "Standing") -> Q:
        """Endorsed: tier 0 to all staff, tier 1 to the region of the lead and partner offices and to headquarters."""
        published = Q(status__in=PUBLISHED, endorsed_content__isnull=False)
        return published & (Q(tier=0) | (Q(tier=1) & self._near(standing)))

    def _near(self, standing: "Standing") -> Q:
        offices = {posting.office for posting in standing.postings}
        if any(office.kind == Office.Kind.HQ for office in offices):
            return Q(pk__isnull=False)
        regions = {office.pk if office.kind == Office.Kind.REGIONAL else office.parent_id for office in offices}
        around = Office.objects.filter(Q(pk__in=regions) | Q(parent__in=regions))
        partner = self.model.partner_offices.through.objects.filter(project_id=OuterRef("pk"), office_id__in=around)
        return Q(lead_office__in=around) | Q(Exists(partner))

    def drafts_of(self, user: User) -> Self:
        """Projects not yet submitted on which this person works: as manager, of the team, or having begun them."""
        member = apps.get_model("projects", "ProjectMember").objects.live().filter(project=OuterRef("pk"), user=user)
        mine = Q(manager=user) | Q(created_by=user) | Exists(member)
        return self.visible_to(user).filter(mine, status__in=BEFORE_SUBMISSION).order_by("-changed_at", "-pk")

    def newest(self) -> Self:
        return self.order_by("-changed_at", "-pk")

    def for_list(self) -> Self:
        """What a row of a list shows, in a number of queries that does not depend on the number of rows."""
        return self.select_related("lead_office", "lead_office__parent", "manager").prefetch_related(
            Prefetch("countries", Country.objects.order_by("name_en")),
        )

    def with_any(self, field: str, **what: str) -> Self:
        """At least one of the things in `field` is this one; no row comes twice."""
        things = self.model._meta.get_field(field).related_model.objects.filter(**what)
        return self.filter(pk__in=self.model.objects.filter(**{f"{field}__in": things}).values("pk"))

    def marked_whole_for(self, user: User) -> Self:
        """`is_whole` = this person reads the whole record; of the others the row shows the endorsed content only."""
        return self.annotate(is_whole=Case(When(self._whole(user, access.standing(user)), then=True), default=False))

    def in_year(self, year: int) -> Self:
        """Running at some time of the year; without dates, in no year."""
        return self.filter(start_on__year__lte=year, end_on__year__gte=year)

    def with_readable_words(self, words: str) -> Self:
        """Every word stands in reference, code, titles or summary, as far as this reader reads them; after
        `marked_whole_for`. Who reads only what was endorsed finds by endorsed words, never by those of the working copy."""
        found = self
        for word in words.split()[:8]:
            named = Q(ref__icontains=word) | Q(code__icontains=word)
            copy = Q(title__icontains=word) | Q(public_title__icontains=word) | Q(summary__icontains=word)
            # title, public title and summary are the first fields of the first section of every frozen content
            endorsed = Q(
                *[(f"endorsed_content__sections__0__fields__{place}__value__icontains", word) for place in range(3)],
                _connector=Q.OR,
            )
            found = found.filter(named | (Q(is_whole=True) & copy) | (Q(is_whole=False) & endorsed))
        return found


class UpdateQuerySet(models.QuerySet[Any]):
    """Updates: as visible as the whole record; to readers of the open sections only what the team opened to them."""

    def visible_to(self, user: User) -> Self:
        projects = apps.get_model("projects", "Project").objects
        whole = Q(project__in=projects.whole_for(user).values("pk"))
        opened = Q(is_open=True, project__in=projects.visible_to(user).values("pk"))
        return self.filter(whole | opened).select_related("project", "author")

    def newest(self) -> Self:
        return self.order_by("-happened_on", "-pk")


class VisitQuerySet(models.QuerySet[Any]):
    """Visits: for who reads the whole record."""

    def visible_to(self, user: User) -> Self:
        projects = apps.get_model("projects", "Project").objects.whole_for(user)
        return self.filter(project__in=projects.values("pk")).select_related("author")

    def newest(self) -> Self:
        return self.order_by("-happened_on", "-pk")


class FollowQuerySet(models.QuerySet[Any]):
    """What people follow: each their own list, and nobody else's."""

    def visible_to(self, user: User) -> Self:
        return self.filter(user=user) if user.is_active and access.standing(user).office_ids else self.none()

    def for_list(self) -> Self:
        return self.select_related("country", "theme").order_by("country__name_en", "theme__name_en", "pk")


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

    def with_counts(self, user: User) -> Self:
        """`seen` = the number of projects in which this person can see the organization."""
        projects = apps.get_model("projects", "Project").objects.whole_for(user).values("pk")
        part = apps.get_model("projects", "Participation").objects.filter(
            project__in=projects, organization=OuterRef("pk")
        )
        counted = part.order_by().values("organization").annotate(n=Count("project", distinct=True)).values("n")
        return self.annotate(seen=Subquery(counted))


class OtherProjectQuerySet(models.QuerySet[Any]):
    """The landscape: public facts, read by all staff."""

    def visible_to(self, user: User) -> Self:
        return self if user.is_active and access.standing(user).office_ids else self.none()

    def for_list(self) -> Self:
        return self.prefetch_related(Prefetch("countries", Country.objects.order_by("name_en"))).order_by("title", "pk")

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
