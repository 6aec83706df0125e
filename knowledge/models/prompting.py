"""The question that a milestone puts to the people of a project: what have you learnt?"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge import querysets
from knowledge.milestones import Answer, Milestone


class LessonPrompt(models.Model):
    """Asked once for each milestone of a project (`number` tells reports apart), reminded of once, answered by a lesson or
    by a reason why not now. The next milestone passes it by. It names no lesson: that one may be masked."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="+")
    milestone = models.CharField(max_length=8, choices=Milestone.choices)
    number = models.PositiveIntegerField(default=0)
    asked_on = models.DateField()
    state = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OPEN)
    why = models.CharField(max_length=300, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = querysets.PromptQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["project"], name="prompt_open", condition=Q(state="open"))]
        constraints = [
            models.UniqueConstraint(fields=["project", "milestone", "number"], name="prompt_once_a_milestone"),
            models.CheckConstraint(
                condition=Q(state="declined", declined_at__isnull=False, declined_by__isnull=False) & ~Q(why="")
                | ~Q(state="declined") & Q(declined_at=None, declined_by=None, why=""),
                name="prompt_declined_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.milestone} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:prompt-answer", args=[self.uid])

    def notice_title(self) -> str:
        return _("What has %(ref)s taught?") % {"ref": self.project.ref}
