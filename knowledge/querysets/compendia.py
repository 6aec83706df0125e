"""Reads of documents over many resources."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F
from django.utils import timezone

from knowledge.querysets.resources import serves
from pvehub.people.models import User


class CompendiumQuerySet(models.QuerySet[Any]):
    """Documents over many resources: each its owner's alone, for some days."""

    def visible_to(self, user: User) -> Self:
        """One's own, while one serves somewhere and its days are not over; `volumes` instead of what stands in them."""
        rows = self.filter(owner=user).live() if serves(user) else self.none()
        return rows.defer("content").annotate(volumes=F("content__len"))

    def live(self) -> Self:
        """Not past its days."""
        return self.filter(expires_at__gt=timezone.now())

    def newest(self) -> Self:
        """The latest asked for first."""
        return self.order_by("-asked_at", "-pk")
