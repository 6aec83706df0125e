"""Words of a resource that could harm and stay: why, and what the curator says of a red line."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge import querysets


class KeptWord(models.Model):
    """The author's reason why some words of one field stay, for these very words. Of a red line the curator who has the text
    in hand says whether they may: without that word nothing is published. A new reason asks for a new word."""

    class Ruling(models.TextChoices):
        STAYS = "stays", _("May stay")
        GOES = "goes", _("Has to go")

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="kept_words")
    field = models.CharField(max_length=40)
    term = models.CharField(max_length=40)
    quoted = models.CharField(max_length=300)
    reason = models.CharField(max_length=300, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)
    ruling = models.CharField(max_length=5, choices=Ruling.choices, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.KeptWordQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["resource", "field", "term", "quoted"], name="keptword_once"),
            models.CheckConstraint(
                condition=Q(said_by=None, said_at=None, reason="")
                | Q(said_by__isnull=False, said_at__isnull=False) & ~Q(reason=""),
                name="keptword_said_whole",
            ),
            models.CheckConstraint(
                condition=Q(ruling="", judged_by=None, judged_at=None)
                | Q(ruling__in=["stays", "goes"], judged_by__isnull=False, judged_at__isnull=False),
                name="keptword_judged_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.field} {self.term}"


class RedLine(models.Model):
    """What the organization will not do, why, since when, and where that was said. Two curators of headquarters agree before
    one holds, changes or ends; until then what was agreed before stands. The history keeps every wording."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        IN_FORCE = "in-force", _("In force")
        ENDED = "ended", _("Ended")

    number = models.PositiveIntegerField(unique=True)
    statement = models.CharField(max_length=300)
    rationale = models.TextField()
    since = models.CharField(max_length=40)
    source = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    version = models.PositiveIntegerField(default=1)
    terms = models.ManyToManyField("vocabulary.Term", blank=True, related_name="+")
    # What one curator proposes of it; empty where nothing waits for a second.
    proposed = models.JSONField(default=dict, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.RedLineQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(statement="") & ~Q(rationale=""), name="redline_says_what_and_why"),
            models.CheckConstraint(
                condition=Q(proposed={}, proposed_by=None, proposed_at=None)
                | Q(proposed_by__isnull=False, proposed_at__isnull=False) & ~Q(proposed={}),
                name="redline_proposed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"

    @property
    def code(self) -> str:
        """How it is named in texts: RL-3."""
        return f"RL-{self.number}"

    def get_absolute_url(self) -> str:
        """Its page in the register."""
        return reverse("knowledge:red-line-detail", args=[self.number])
