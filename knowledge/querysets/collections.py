"""Reads of collections and of what is assigned to read."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from knowledge import workflow
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

    def for_list(self, user: User) -> Self:
        """What a row shows, `size` being how many of its items this person can read."""
        items = apps.get_model("knowledge", "CollectionItem").objects.readable_by(user)
        sizes = items.filter(collection=OuterRef("pk")).order_by().values("collection").annotate(size=Count("pk"))
        size = Coalesce(Subquery(sizes.values("size"), output_field=IntegerField()), 0)
        return self.select_related("owner", "office").annotate(size=size).order_by("title", "pk")


class ItemQuerySet(models.QuerySet[Any]):
    """Items of collections."""

    def readable_by(self, user: User) -> Self:
        """Those whose resource this person can read today; the others are not there, and no number tells."""
        resources = apps.get_model("knowledge", "Resource").objects.visible_to(user)
        return self.filter(resource__in=resources.exclude(state__in=workflow.GONE).order_by().values("pk"))


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

    def near(self, first: date, last: date) -> Self:
        """Live, of a collection that has not ended, of somebody who has an account, to be read between these days."""
        live = self.live().filter(
            due_on__gte=first, due_on__lte=last, collection__ended_at=None, person__is_active=True
        )
        return live.select_related("person", "collection").order_by("due_on", "pk")
