"""What became of a published text beside its words: found to hold, doubted, taken out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knowledge import querysets, workflow
from knowledge.models.resource import Resource


class TrustChange(models.Model):
    """One turn of a published text, for those who follow it or what it is about. It says what, never who: of a masked origin
    that would tell where it comes from. Written with the turn, and never changed."""

    class What(models.TextChoices):
        VERIFIED = "verified", _("Found to hold")
        CONTESTED = "contested", _("Contested by a reader")
        SUPERSEDED = "superseded", _("Another one took its place")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="trust_changes")
    what = models.CharField(max_length=10, choices=What.choices)
    at = models.DateTimeField()

    objects = querysets.TrustChangeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["-at"], name="trustchange_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["verified", "contested", "superseded", "withdrawn"]), name="trustchange_what"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_id}: {self.what}"

    def get_absolute_url(self) -> str:
        """The text, or its tombstone."""
        return self.resource.get_absolute_url()

    def notice_title(self) -> str:
        """What a notice calls it."""
        return self.resource.title

    @property
    def tier(self) -> int:
        """That of the text."""
        return int(self.resource.tier)

    @property
    def still_so(self) -> bool:
        """Whether the text stands today where this left it."""
        resource: Resource = self.resource
        if self.what in (self.What.SUPERSEDED, self.What.WITHDRAWN):
            return bool(resource.state == self.what)
        is_doubted = resource.contested_at is not None
        return resource.state == workflow.State.PUBLISHED and is_doubted == (self.what == self.What.CONTESTED)
