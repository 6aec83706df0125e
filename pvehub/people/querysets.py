"""Reads of people, offices and postings."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone


class UserQuerySet(models.QuerySet[Any]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def by_name(self) -> Self:
        return self.order_by("sort_key", "pk")

    def serving(self, office: models.Model, *roles: str, now: datetime | None = None) -> Self:
        """People with a live posting at this very office, in one of the roles (any role when none is named)."""
        live = self.model.postings.rel.related_model.objects.live(now).filter(user=OuterRef("pk"), office=office)
        return self.active().filter(Exists(live.filter(role__in=roles) if roles else live))

    def posted_at(self, office: models.Model) -> Self:
        """People with a posting at this very office that has not ended, whether it works already or not."""
        return self.filter(Exists(self._postings().filter(user=OuterRef("pk"), office=office)))

    def awaiting_confirmation(self) -> Self:
        """People with a posting that a second person has not confirmed yet."""
        waiting = self._postings().filter(user=OuterRef("pk"), needs_confirmation=True, confirmed_at__isnull=True)
        return self.filter(Exists(waiting))

    def _postings(self) -> "PostingQuerySet":
        rows: PostingQuerySet = self.model.postings.rel.related_model.objects.unended()
        return rows


class OfficeQuerySet(models.QuerySet[Any]):
    def missions(self) -> Self:
        return self.filter(kind="mission")

    def regions(self) -> Self:
        return self.filter(kind="regional")

    def by_name(self) -> Self:
        return self.order_by("path", "pk")


class PostingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Everyone sees where they serve themselves."""
        return self.filter(user=user)

    def unended(self, now: datetime | None = None) -> Self:
        """Postings that have not ended: those that work, those to come, those that wait for a second person."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now or timezone.now()))

    def live(self, now: datetime | None = None) -> Self:
        """Postings that give rights at this second: begun, not ended, confirmed where that is needed, person active;
        a delegation only while its principal's own posting lives."""
        now = now or timezone.now()

        def alive(prefix: str) -> Q:
            return (
                Q(**{f"{prefix}starts_at__lte": now})
                & (Q(**{f"{prefix}ends_at__isnull": True}) | Q(**{f"{prefix}ends_at__gt": now}))
                & (Q(**{f"{prefix}needs_confirmation": False}) | Q(**{f"{prefix}confirmed_at__isnull": False}))
            )

        return self.filter(alive(""), user__is_active=True).filter(Q(acting_for__isnull=True) | alive("acting_for__"))
