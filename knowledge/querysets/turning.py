"""Reads of what became of published texts beside their words."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from pvehub.people.models import User


class TrustChangeQuerySet(models.QuerySet[Any]):
    """Found to hold, contested, replaced, withdrawn; seen through the person who asks."""

    def visible_to(self, user: User) -> Self:
        """Of texts this person may read, or whose tombstone is theirs to see."""
        resources = apps.get_model("knowledge", "Resource").objects
        seen = Q(resource__in=resources.visible_to(user).order_by().values("pk"))
        return self.filter(seen | Q(resource__in=resources.tombstones_for(user).order_by().values("pk")))

    def followed_by(self, user: User) -> Self:
        """Of what this person follows: the text itself, one of its themes, one of its countries. It opens nothing."""
        resources = apps.get_model("knowledge", "Resource").objects
        follows = apps.get_model("knowledge", "Follow").objects.filter(user=user, resource_id=OuterRef("resource_id"))
        around = resources.all().followed_by(user).order_by().values("pk")
        return self.filter(Q(Exists(follows)) | Q(resource__in=around))

    def since(self, moment: datetime) -> Self:
        """The latest first, with the text."""
        rows = self.filter(at__gte=moment).select_related("resource__owner_office__parent")
        return rows.order_by("-at", "-pk")
