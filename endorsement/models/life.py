"""What headquarters says outside a passage: an override of the gate, and a waiver of the lesson a closing project owes."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from endorsement import querysets
from endorsement.models.case import Case
from projects.models import Project
from pvehub.people.models import User


class Override(models.Model):
    """The director of DOE lets a project become active while its case is in hand: a reason, 30 days, once for each case.

    Two persons: who orders it does not carry it out. It is live from the moment an administrator carries it out until its
    date, the end of the passage, or a red line; then `ended_at` says when.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="override")
    reason = models.TextField()
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField()
    until_at = models.DateTimeField()
    carried_out_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    carried_out_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = querysets.OverrideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(carried_out_by__isnull=True, carried_out_at__isnull=True)
                | Q(carried_out_by__isnull=False, carried_out_at__isnull=False),
                name="override_carried_out_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_by__isnull=True)
                | ~Q(carried_out_by=F("ordered_by")) & (Q(on_behalf_of=None) | ~Q(carried_out_by=F("on_behalf_of"))),
                name="override_takes_two_persons",
            ),
            models.CheckConstraint(condition=Q(until_at__gt=F("ordered_at")), name="override_ends_later"),
        ]

    def __str__(self) -> str:
        return self.case.ref

    def get_absolute_url(self) -> str:
        """The page on which it is carried out."""
        return reverse("endorsement:override-detail", args=[self.case.ref])

    def notice_title(self) -> str:
        """The ref of the case and nothing of the project: an administrator reads no record."""
        return self.case.ref

    @property
    def tier(self) -> int:
        """As confidential as its project."""
        return self.case.project.tier

    def is_running(self, now: datetime) -> bool:
        """Carried out, not ended, in date."""
        return self.carried_out_at is not None and self.ended_at is None and now < self.until_at


class LessonWaiver(models.Model):
    """TRD lets a project close without a lesson, for a reason; once given it stands."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="lesson_waiver")
    reason = models.TextField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.project.ref
