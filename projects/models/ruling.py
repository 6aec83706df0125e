"""What TRD said about the class the author had stated: the two voices beside each other."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..sections import Class
from .project import Project


class ClassRuling(models.Model):
    """TRD confirmed or overruled the class of a project. Never changed: the newest one counts.

    The author's statement is kept beside it as it then stood, because an overruled class leaves the project's column.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="class_rulings")
    stated = models.CharField(_("class the author stated"), max_length=8, choices=Class.choices)
    stated_reason = models.TextField(_("the author's reason"), blank=True)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    stated_at = models.DateTimeField(null=True, blank=True)
    classification = models.CharField(_("class TRD gave"), max_length=8, choices=Class.choices)
    reason = models.TextField(_("TRD's reason"), blank=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["project", "-ruled_at", "-id"], name="class_ruling_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stated__in=Class.values, classification__in=Class.values), name="class_ruling_is_a_class"
            ),
            models.CheckConstraint(
                condition=Q(stated=models.F("classification")) | ~Q(reason=""), name="class_overruled_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(stated_by__isnull=True, stated_at__isnull=True)
                | Q(stated_by__isnull=False, stated_at__isnull=False),
                name="class_ruling_stated_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stated} -> {self.classification}"

    @property
    def is_overruled(self) -> bool:
        return self.stated != self.classification
