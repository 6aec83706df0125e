"""Reads of the questions that milestones put to projects."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from knowledge.milestones import Answer
from knowledge.querysets.resources import serves
from pvehub.people.models import User


class PromptQuerySet(models.QuerySet[Any]):
    """What projects are asked."""

    def visible_to(self, user: User) -> Self:
        """For those of the project's manager and team who still may read it."""
        if not serves(user):
            return self.none()
        seen = apps.get_model("projects", "Project").objects.visible_to(user).order_by().values("pk")
        team = apps.get_model("projects", "ProjectMember").objects.live().filter(user=user)
        mine = Q(project__manager=user) | Exists(team.filter(project=OuterRef("project")))
        return self.filter(mine, project__in=seen)

    def unanswered(self) -> Self:
        """Neither written nor put off, nor passed by."""
        return self.filter(state=Answer.OPEN)

    def to_remind(self, last: date) -> Self:
        """Unanswered and asked by this day."""
        rows = self.unanswered().filter(asked_on__lte=last)
        return rows.select_related("project__lead_office", "project__manager").order_by("pk")
