"""Reads of what people look for."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Max, Q

from knowledge import workflow
from pvehub import access
from pvehub.people.models import User


class SavedSearchQuerySet(models.QuerySet[Any]):
    """Searches people keep."""

    def visible_to(self, user: User) -> Self:
        """One's own, while one serves somewhere."""
        if not (user.is_active and access.standing(user).office_ids):
            return self.none()
        return self.filter(owner=user)

    def to_tell(self) -> Self:
        """Those whose owners want to be told of what is new and still have an account."""
        return self.filter(owner__is_active=True).exclude(alert=workflow.Alert.NEVER).order_by("pk")


class AskedQuerySet(models.QuerySet[Any]):
    """What was asked of the search."""

    def since(self, moment: datetime) -> Self:
        """Asked from that moment on."""
        return self.filter(at__gte=moment)

    def gaps(self) -> Self:
        """Words that enough people asked without being led anywhere: how many people, how often, and for how many of them
        nothing was found at all. Words of fewer people are not in it."""
        empty = Q(total=0) | Q(has_opened=False)
        rows = self.values("words").annotate(
            people=Count("by", distinct=True, filter=empty),
            unfound=Count("by", distinct=True, filter=Q(total=0)),
            times=Count("pk"),
            regions=Count("region", distinct=True),
            last_at=Max("at"),
        )
        known: Self = rows.filter(people__gte=workflow.ASKED_BY).order_by("-people", "-times", "words")
        return known

    def asked_by_few(self) -> int:
        """How many questions were asked in vain by too few people to be shown."""
        empty = Q(total=0) | Q(has_opened=False)
        rows = self.filter(empty).values("words").annotate(people=Count("by", distinct=True))
        return int(rows.filter(people__lt=workflow.ASKED_BY).count())
