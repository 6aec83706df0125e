"""Large exports: what was asked for, and the private file that waits for its owner until it expires."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub import access
from pvehub.people.models import User

KEPT = timedelta(hours=24)  # how long the file waits


class ExportQuerySet(models.QuerySet[Any]):
    """Files on their way out: their owner's alone, and nobody's once they have expired."""

    def visible_to(self, user: User) -> Self:
        if not (user.is_active and access.standing(user).office_ids):
            return self.none()
        return self.filter(owner=user, expires_at__gt=timezone.now())

    def expired(self) -> Self:
        return self.filter(expires_at__lte=timezone.now()).order_by("pk")


class Export(models.Model):
    """A list of projects on its way out. Only its owner sees it, for a day; then the file and this row go.

    `query` is the filter as the url had it. `open_ids` and `whole_ids` name the projects in the file by how much of
    them it holds: it is handed out only while its owner still reads all of them that far.
    """

    class Format(models.TextChoices):
        CSV = "csv", _("CSV, for any program")
        XLSX = "xlsx", _("XLSX, for a spreadsheet")
        IATI = "iati", _("IATI 2.03, what was endorsed, for publication")

    class Parts(models.TextChoices):
        FACTS = "facts", _("Facts: reference, titles, status, class, offices, countries, dates, budget, themes")
        OPEN = "open", _("Facts and all open sections")
        WHOLE = "whole", _("The whole record, of projects that you read whole")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    format = models.CharField(max_length=4, choices=Format.choices)
    parts = models.CharField(max_length=5, choices=Parts.choices, default=Parts.FACTS)
    has_hxl = models.BooleanField(default=False)
    is_redacted = models.BooleanField(default=False)
    query = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="en")
    file = models.CharField(max_length=32, blank=True, help_text="the name under which the private file lies")
    open_ids = models.JSONField(default=list)
    whole_ids = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, file="") | Q(made_at__isnull=False) & ~Q(file=""),
                name="export_made_at_and_file",
            ),
            models.CheckConstraint(condition=Q(format__in=["csv", "xlsx", "iati"]), name="export_format_is_known"),
            models.CheckConstraint(condition=Q(parts__in=["facts", "open", "whole"]), name="export_parts_are_known"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}.{self.extension}"

    def get_absolute_url(self) -> str:
        return reverse("projects:export-detail", args=[self.pk])

    @property
    def extension(self) -> str:
        return "xml" if self.format == self.Format.IATI else self.format

    @property
    def rows(self) -> int:
        """How many projects the file holds."""
        return len(self.open_ids) + len(self.whole_ids)
