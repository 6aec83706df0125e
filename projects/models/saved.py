"""Filters of the portfolio that somebody gave a name, for themselves or for others."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Office

from ..querysets import SavedViewQuerySet


class SavedView(models.Model):
    """A filter under a name. It holds the question, never an answer: whoever opens it sees what they themselves may see.

    Its name and filter are read by its owner and by whom it is shared with: everyone who serves at `office` or below it,
    or whoever has the link. A link is dead once the view is shared otherwise; sharing it again makes a new one.
    """

    class Audience(models.TextChoices):
        OWNER = "owner", _("Only me")
        OFFICE = "office", _("Everyone who serves at an office or below it")
        LINK = "link", _("Everyone who has the link")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000, blank=True)
    audience = models.CharField(_("who sees it"), max_length=6, choices=Audience.choices, default=Audience.OWNER)
    office = models.ForeignKey(
        Office, models.CASCADE, related_name="+", null=True, blank=True, verbose_name=_("office or region")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=["owner", "office", "link"]), name="saved_view_audience"),
            models.CheckConstraint(
                condition=Q(audience="office", office__isnull=False) | (~Q(audience="office") & Q(office__isnull=True)),
                name="saved_view_office_goes_with_its_audience",
            ),
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(removed_at__isnull=True), name="saved_view_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:view-open", args=[self.key])
