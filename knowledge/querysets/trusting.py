"""Reads of what stands beside a published text: contests and features."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

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
        """Not ended, not past its day, and of something that a reader may rely on that day."""
        sound = apps.get_model("knowledge", "Resource").objects.published().reliable(today)
        return self.filter(ended_at__isnull=True, until_on__gte=today, resource__in=sound.values("pk"))

    def of(self, resource: Any) -> Self:
        """Of one resource, the newest first."""
        return self.filter(resource=resource).select_related("theme", "region").order_by("-at", "-pk")

    def at(self, *, themes: Iterable[Any], regions: Iterable[Any]) -> Self:
        """Put before the readers of these themes or regions, the newest first. Of a theme that was merged, before those of
        the one it stands for."""
        today = self.annotate(theme_today=Coalesce("theme__merged_into_id", "theme_id"))
        rows = today.filter(Q(theme_today__in=themes) | Q(region__in=regions))
        return rows.select_related("resource", "theme", "region").order_by("-at", "-pk")


class UseQuerySet(models.QuerySet[Any]):
    """How often offices opened and downloaded."""

    def told(self, resource: Any, since: date) -> dict[str, int]:
        """By how many offices, and how often, since that day: numbers alone, so that no mask is lifted by them."""
        rows = self.filter(resource=resource, on__gte=since)
        told: dict[str, int] = rows.aggregate(
            offices=Count("office", distinct=True),
            opened=Coalesce(Sum("opened"), 0),
            downloaded=Coalesce(Sum("downloaded"), 0),
        )
        return told
