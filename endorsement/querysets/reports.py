"""Reads of reports and of questions put to headquarters. Each starts from what the reader may see of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Q, QuerySet

from pvehub import access

if TYPE_CHECKING:
    from pvehub.people.models import User


def _whole(user: User) -> Any:
    return apps.get_model("projects", "Project").objects.whole_for(user).values("pk")


class ReportQuerySet(QuerySet[Any]):
    """Reports, as visible as the whole record of their project."""

    def visible_to(self, user: User) -> Self:
        """Whoever reads the whole project; readers of its open sections alone see no report."""
        return self.filter(project__in=_whole(user))


class ReportVersionQuerySet(QuerySet[Any]):
    """Versions, as visible as their report."""

    def visible_to(self, user: User) -> Self:
        """Whoever reads the whole project."""
        return self.filter(report__project__in=_whole(user))


class ReportReviewQuerySet(QuerySet[Any]):
    """TRD's words on reports, as visible as the report."""

    def visible_to(self, user: User) -> Self:
        """Whoever reads the whole project."""
        return self.filter(version__report__project__in=_whole(user))


# Who answers which kind of question: the right that is asked at the office it comes from.
ANSWERING = {"trd": "screen_cases", "monitoring": "advise_results"}


class SupportQuerySet(QuerySet[Any]):
    """Questions to headquarters."""

    def visible_to(self, user: User) -> Self:
        """Who asked and who answers; who reads the whole project, or serves as an officer where there is none; and those who
        answer such questions for the office, up to tier 2 (above it only who is named owner)."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        found = Q(asked_by=user) | Q(owner=user) | Q(project__in=_whole(user))
        drafts = standing.offices("see_drafts")
        found |= Q(project=None) & (Q(pk__isnull=False) if drafts is None else Q(office__in=drafts))
        for kind, perm in ANSWERING.items():
            offices = standing.offices(perm)
            there = Q(pk__isnull=False) if offices is None else Q(office__in=offices)
            found |= Q(kind=kind) & (Q(project=None) | Q(project__tier__lte=2)) & there
        return self.filter(found)
