"""Reads of citations: what a project made of what others have learnt, and where a text was used."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from knowledge import workflow
from projects.workflow import ENDED
from pvehub.people.models import User


def _resources() -> Any:
    return apps.get_model("knowledge", "Resource").objects


def _projects() -> Any:
    return apps.get_model("projects", "Project").objects


class CitationQuerySet(models.QuerySet[Any]):
    """Citations, seen through the person who asks: never of a text this person could not open."""

    def visible_to(self, user: User) -> Self:
        """The word of the team, for who works on the project now: others read it in the versions that were sent."""
        working = _projects().whole_for(user).marked_working_for(user).filter(is_working=True)
        return self.of_team().readable_by(user).filter(project__in=working.values("pk"))

    def readable_by(self, user: User) -> Self:
        """Of texts this person may read, or whose tombstone is theirs to see. It opens no project: who asks by project has
        to have let this person in."""
        resources = _resources()
        seen = Q(resource__in=resources.visible_to(user).values("pk"))
        return self.filter(seen | Q(resource__in=resources.tombstones_for(user).values("pk")))

    def of_team(self) -> Self:
        """What the people of a project say."""
        return self.filter(is_internal=False)

    def internal_at(self, kind: str, place: str) -> Self:
        """What headquarters weighed at one place; for who was let in there."""
        return self.filter(is_internal=True, place_kind=kind, place_id=place)

    def of(self, project: Any) -> Self:
        """What the team says for one project, the latest first."""
        rows = self.of_team().filter(project=project).select_related("resource__owner_office__parent", "revision", "by")
        return rows.order_by("-at", "-pk")

    def used(self) -> Self:
        """What was made use of."""
        return self.filter(stance__in=workflow.USED)

    def relied_on(self) -> Self:
        """What a project that has not ended rests on, by what it cites."""
        cited = self.of_team().exclude(stance__in=(workflow.Stance.NOT_RELEVANT, workflow.Stance.MARKED))
        return cited.exclude(project__status__in=ENDED)

    def behind(self) -> Self:
        """Those of which readers have another text by now, or none, or that a reader says no longer holds."""
        moved = ~Q(revision=F("resource__published_revision")) | ~Q(resource__state=workflow.State.PUBLISHED)
        return self.filter(moved | Q(resource__contested_at__isnull=False))

    def without_outcome(self) -> Self:
        """Used, and nobody has said yet whether it helped."""
        return self.used().filter(outcome="")

    def uses_seen_by(self, user: User, resource: Any) -> Self:
        """The uses of a text in projects this person can open, one row a project, the latest first."""
        seen = _projects().visible_to(user)
        uses = self.of_team().used().filter(resource=resource, project__in=seen.values("pk"))
        latest = uses.filter(project=OuterRef("project")).order_by("-at", "-pk").values("pk")[:1]
        return uses.filter(pk=Subquery(latest)).order_by("-at", "-pk")
