"""Lists of references between their upload and the drafts that are made of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge import kinds, querysets


class ReferenceList(models.Model):
    """An uploaded list of references. It changes nothing until its owner has drafts made of it, once; only its owner sees
    it. `kind` is chosen for the whole file; empty, each entry becomes what its type stands for."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=kinds.CHOICES, blank=True)
    language = models.CharField(max_length=8)
    tier = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.ReferenceListQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(tier__lte=3), name="reference_list_tier")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its dry run, or what became of it."""
        return reverse("knowledge:reference-detail", args=[self.pk])

    @property
    def total(self) -> int:
        """How many entries it has."""
        return sum(self.counts.values())


class ReferenceRow(models.Model):
    """One entry of a list: what of it a draft is made of, what the last dry run said, what its owner chose, the draft it
    became. `choice` is a kind or `out`."""

    OUT = "out"

    class Verdict(models.TextChoices):
        NEW = "new", _("New")
        DUPLICATE = "duplicate", _("Here already")
        BROKEN = "broken", _("Cannot be read")
        OUT = "out", _("Left out by you")

    batch = models.ForeignKey(ReferenceList, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField()  # of the file; in a table the row, the header being row 1
    entry = models.JSONField(default=dict)
    kind = models.CharField(max_length=20, choices=kinds.CHOICES, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField(blank=True)
    choice = models.CharField(max_length=20, blank=True)
    same_as = models.ForeignKey("knowledge.Resource", models.SET_NULL, related_name="+", null=True, blank=True)
    same_line = models.PositiveIntegerField(null=True, blank=True)
    resource = models.ForeignKey("knowledge.Resource", models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["batch", "verdict", "number"], name="reference_by_verdict")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="reference_row_once"),
            models.CheckConstraint(
                condition=Q(choice__in=["", "out", *kinds.BY_SLUG]), name="reference_row_choice_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"

    @property
    def title(self) -> str:
        """What the entry is called, as far as it could be read."""
        said: Any = self.entry.get("title", "")
        return str(said)
