"""Reads of reports. Each starts from what the reader may see of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import QuerySet

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
