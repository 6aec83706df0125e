"""Reads of what people look for."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models

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

    def told(self, alert: str) -> Self:
        """Those whose owners want to be told so often and still have an account."""
        return self.filter(alert=alert, owner__is_active=True).exclude(alert=workflow.Alert.NEVER)


class AskedQuerySet(models.QuerySet[Any]):
    """What was asked of the search."""

    def since(self, moment: datetime) -> Self:
        """Asked from that moment on."""
        return self.filter(at__gte=moment)
