"""Reads of what stands beside a published text: contests and features."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from knowledge import workflow
from pvehub import access
from pvehub.people.models import User


class ContestQuerySet(models.QuerySet[Any]):
    """What readers say no longer holds."""

    def visible_to(self, user: User) -> Self:
        """With the resource it is about."""
        readable = apps.get_model("knowledge", "Resource").objects.visible_to(user)
        return self.filter(resource__in=readable.values("pk"))

    def of(self, resource: Any) -> Self:
        """Of one resource, the newest first."""
        return self.filter(resource=resource).order_by("-at", "-pk")

    def open(self) -> Self:
        """Not yet answered."""
        return self.filter(answered_at__isnull=True)

    def told_to(self, user: User) -> Self:
        """Those whose words this person reads: their own, and those of a text they write or judge. Other readers are told
        that it is contested, and read the answer: what a reader wrote has been read by no curator."""
        whole = apps.get_model("knowledge", "Resource").objects.whole_for(user).values("pk")
        told = Q(by=user) | Q(resource__in=whole) | Q(resource__verifier=user)
        for posting in access.standing(user).postings:
            told |= Q(resource__verifier_role=posting.role, resource__verifier_office=posting.office_id)
        return self.visible_to(user).filter(told)


class FeatureQuerySet(models.QuerySet[Any]):
    """What curators put before the readers of a theme or region."""

    def visible_to(self, user: User) -> Self:
        """With the resource that is featured."""
        readable = apps.get_model("knowledge", "Resource").objects.visible_to(user)
        return self.filter(resource__in=readable.values("pk"))

    def live(self, today: date) -> Self:
        """Not ended, not past its day, and of something that is still published."""
        return self.filter(ended_at__isnull=True, until_on__gte=today, resource__state=workflow.State.PUBLISHED)
