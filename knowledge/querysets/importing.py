"""Reads of lists of references that came in."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from knowledge.querysets.resources import serves
from pvehub.people.models import User


class ReferenceListQuerySet(models.QuerySet[Any]):
    """Uploaded lists: their owner's own business."""

    def visible_to(self, user: User) -> Self:
        """One's own, while one serves somewhere."""
        return self.filter(owner=user) if serves(user) else self.none()
