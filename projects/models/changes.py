"""Changes after endorsement that went out at once and that TRD can still object to."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from .project import Project


class NotifiedChangeQuerySet(models.QuerySet[Any]):
    """Changes of which TRD was told."""

    def visible_to(self, user: Any) -> Self:
        """Those of projects whose whole record this person reads."""
        return self.filter(project__in=Project.objects.whole_for(user).order_by().values("pk"))

    def standing(self) -> Self:
        """Neither endorsed since nor taken back by the team."""
        return self.filter(settled_at__isnull=True)

    def open_to_objection(self, today: date) -> Self:
        """Standing ones to which TRD can still object today."""
        return self.standing().filter(objected_at__isnull=True, objection_until_on__gte=today)


class NotifiedChange(models.Model):
    """One field that was published on save and marked: what was endorsed, what stands now, until when TRD may object.

    An objection takes the change out of what is published: it waits in the working copy for an amendment.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="notified_changes")
    section = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    before: Any = models.JSONField(null=True)
    after: Any = models.JSONField(null=True)
    because = models.JSONField(default=list)  # the rules of the table that make it one to notify, as codes
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    objection_until_on = models.DateField()
    objection = models.TextField(blank=True)
    objected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    # Endorsed since by an amendment, or taken back by the team: no longer a question.
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = NotifiedChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["objection_until_on"], name="change_objection_until")]
        constraints = [
            models.CheckConstraint(
                condition=Q(objected_by__isnull=True, objected_at__isnull=True, objection="")
                | Q(objected_by__isnull=False, objected_at__isnull=False) & ~Q(objection=""),
                name="change_objected_by_somebody_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["project", "field"],
                condition=Q(settled_at__isnull=True),
                name="change_one_standing_for_a_field",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.field}"
