"""Reads of reports. Each starts from what the reader may see of the project."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from pvehub import access
from pvehub.access import sight

if TYPE_CHECKING:
    from pvehub.people.models import User


def _reporting_to(user: User) -> Q:
    """Projects of which a person may read reports: the whole record is theirs, and so is a case; where they stand aside from
    one, none of its reports either, since these answer what headquarters asked."""
    seen = apps.get_model("endorsement", "Case").objects.visible_to(user)
    aside = apps.get_model("endorsement", "Recusal").objects.filter(person=user).exclude(case__in=seen.values("pk"))
    projects = apps.get_model("projects", "Project").objects.whole_for(user).filter(pk__in=seen.values("project"))
    return Q(project__in=projects.exclude(pk__in=aside.values("case__project")).values("pk"))


class ReportQuerySet(QuerySet[Any]):
    """Reports, as visible as the whole record of their project and a case of it."""

    @sight.once
    def visible_to(self, user: User) -> Self:
        """Whoever reads the whole project and a case of it; readers of its open sections alone see no report."""
        return self.filter(_reporting_to(user))

    def asked_for(self) -> Self:
        """Without those that nobody asks for any more."""
        return self.exclude(state="dropped")

    def with_the_field(self) -> Self:
        """Those that somebody still has to send."""
        return self.filter(state__in=["due", "returned"])

    def late_anywhere(self, today: date) -> Self:
        """Past their day with the field, or past TRD's with TRD."""
        field = Q(state__in=["due", "returned"], due_on__lt=today)
        return self.filter(field | Q(state="submitted", review_due_on__lt=today))

    def to_write(self, user: User, *, until: date) -> Self:
        """Of the person's own projects and offices: returned, or due by that day."""
        standing = access.standing(user)
        members = apps.get_model("projects", "ProjectMember").objects.live().filter(user=user)
        own = Q(project__manager=user) | Q(project__in=members.values("project"))
        offices = standing.offices("edit_projects")
        if offices is None:
            own = Q(pk__isnull=False)
        elif offices:
            partners = apps.get_model("projects", "Project").partner_offices.through.objects
            there = partners.filter(office_id__in=offices)
            own |= Q(project__lead_office__in=offices) | Q(project__in=there.values("project_id"))
        return self.filter(own, Q(state="returned") | Q(state="due", due_on__lte=until)).visible_to(user)

    def to_review(self, user: User) -> Self:
        """Sent, and waiting for a word that this person may give: TRD, without a tie to the project."""
        standing = access.standing(user)
        offices = standing.offices("screen_cases")
        there = Q(pk__isnull=False) if offices is None else Q(project__lead_office__in=offices)
        partners = apps.get_model("projects", "Project").partner_offices.through.objects
        tied = Q(project__lead_office__in=standing.office_ids) | Q(project__manager=user)
        tied |= Q(project__in=partners.filter(office_id__in=standing.office_ids).values("project_id"))
        tied |= Q(
            project__in=apps.get_model("projects", "ProjectMember").objects.live().filter(user=user).values("project")
        )
        tied |= Q(
            project__in=apps.get_model("endorsement", "Recusal").objects.filter(person=user).values("case__project")
        )
        return self.filter(there, state="submitted").exclude(tied).visible_to(user)

    def awaiting(self, user: User, *, until: date) -> Self:
        """Whose next step is this very person's."""
        mine = self.to_write(user, until=until).values("pk"), self.to_review(user).values("pk")
        return self.filter(Q(pk__in=mine[0]) | Q(pk__in=mine[1]))

    def owing_by(self, day: date) -> Self:
        """Sent and unjudged, or with the field and due within a fortnight, somewhere on earth, of projects that live."""
        soon = Q(state__in=["due", "returned"], due_on__lte=day + timedelta(days=15))
        living = self.exclude(project__status__in=["cancelled", "not_endorsed"])
        return living.filter(soon | Q(state="submitted"))

    def for_list(self) -> Self:
        """With what a row of a list shows; what waits stands first, by the day it is due."""
        day = Coalesce(Case(When(state="submitted", then=F("review_due_on"))), F("due_on"))
        settled = Case(When(state__in=["accepted", "dropped"], then=1), default=0)
        return self.select_related("project__lead_office", "project__manager", "reviewer").order_by(settled, day, "pk")

    def in_order(self) -> Self:
        """As they fall due."""
        return self.order_by("due_on", "number")


class ReportVersionQuerySet(QuerySet[Any]):
    """Versions, as visible as their report."""

    def visible_to(self, user: User) -> Self:
        """Whoever reads the report."""
        return self.filter(report__in=apps.get_model("endorsement", "Report").objects.visible_to(user).values("pk"))


class ReportReviewQuerySet(QuerySet[Any]):
    """TRD's words on reports, as visible as the report."""

    def visible_to(self, user: User) -> Self:
        """Whoever reads the report."""
        reports = apps.get_model("endorsement", "Report").objects.visible_to(user).values("pk")
        return self.filter(version__report__in=reports)
