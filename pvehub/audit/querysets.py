"""Reads of the history."""

from typing import Any, Self

from django.db import models


class EventQuerySet(models.QuerySet[Any]):
    def of(self, thing: models.Model) -> Self:
        """The timeline of one thing, oldest first."""
        return self.filter(kind=thing._meta.label_lower, thing_id=thing.pk).order_by("seq")

    def between(self, first_id: int, last_id: int) -> Self:
        return self.filter(pk__gt=first_id, pk__lte=last_id).order_by("pk")
