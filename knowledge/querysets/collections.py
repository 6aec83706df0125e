"""Reads of collections and of what is assigned to read."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from pvehub import access
from pvehub.people.models import User


class CollectionQuerySet(models.QuerySet[Any]):
    """Resources put together."""

    def visible_to(self, user: User) -> Self:
        """One's own, those shared with all staff, and those one was asked to read."""
        if not (user.is_active and access.standing(user).office_ids):
            return self.none()
        asked = apps.get_model("knowledge", "ReadingAssignment").objects.live()
        mine = asked.filter(collection=OuterRef("pk"), person=user)
        return self.filter(Q(owner=user) | Q(is_shared=True) | Q(Exists(mine)), ended_at__isnull=True)


class AssignmentQuerySet(models.QuerySet[Any]):
    """What people were asked to read."""

    def live(self) -> Self:
        """Not taken back."""
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Those one was given, and those one gave."""
        if not (user.is_active and access.standing(user).office_ids):
            return self.none()
        return self.filter(Q(person=user) | Q(by=user), collection__ended_at__isnull=True)
