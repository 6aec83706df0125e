"""Reads of what stands beside a published text: contests and features."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models

from knowledge import workflow
from pvehub.people.models import User


class ContestQuerySet(models.QuerySet[Any]):
    """What readers say no longer holds."""

    def visible_to(self, user: User) -> Self:
        """With the resource it is about."""
        readable = apps.get_model("knowledge", "Resource").objects.visible_to(user)
        return self.filter(resource__in=readable.values("pk"))

    def open(self) -> Self:
        """Not yet answered."""
        return self.filter(answered_at__isnull=True)


class FeatureQuerySet(models.QuerySet[Any]):
    """What curators put before the readers of a theme or region."""

    def visible_to(self, user: User) -> Self:
        """With the resource that is featured."""
        readable = apps.get_model("knowledge", "Resource").objects.visible_to(user)
        return self.filter(resource__in=readable.values("pk"))

    def live(self, today: date) -> Self:
        """Not ended, not past its day, and of something that is still published."""
        return self.filter(ended_at__isnull=True, until_on__gte=today, resource__state=workflow.State.PUBLISHED)
