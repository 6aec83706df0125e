"""Reads of jobs."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q


class JobQuerySet(models.QuerySet[Any]):
    """Jobs by whose they are and by what is to be done with them."""

    def visible_to(self, user: Any) -> Self:
        """One's own; nobody owns what a timer asked for."""
        return self.filter(owner_id=user.pk) if user.pk else self.none()

    def open(self) -> Self:
        """Queued or running."""
        return self.filter(state__in=["queued", "running"])

    def due(self, now: datetime) -> Self:
        """Queued and its time has come, or running under a claim that has run out: its worker is gone."""
        return self.filter(
            Q(state="queued") & (Q(not_before__isnull=True) | Q(not_before__lte=now))
            | Q(state="running", locked_until__lte=now)
        ).order_by("pk")
