"""What is proposed of words on a red line, and how often each hint was shown and taken."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from knowledge import querysets


class WordProposal(models.Model):
    """What one curator proposes of a word of the list that is on a red line or would be: added, changed, lowered or retired.
    Until a second agrees, texts are read with the list as it was. `term`: empty for a word that is new; `version`: the
    wording of it that was read."""

    term = models.OneToOneField("vocabulary.Term", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    said = models.JSONField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    objects = querysets.WordProposalQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.said["name"])

    def get_absolute_url(self) -> str:
        """Where a second curator reads it."""
        return reverse("knowledge:word-proposal", args=[self.pk])


class HintCount(models.Model):
    """How often a word was shown in somebody's text, and replaced there, in a month. Nothing of whose text it was."""

    term = models.ForeignKey("vocabulary.Term", models.PROTECT, related_name="+")
    month = models.DateField()
    shown = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)

    objects = querysets.HintCountQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["term", "month"], name="hintcount_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="hintcount_by_month"),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} {self.month}"
