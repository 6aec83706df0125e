"""What readers and curators say of a published text beside the text itself: that it no longer holds, that it stands out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from knowledge import querysets, workflow


class Contest(models.Model):
    """A reader says that a published text is no longer true somewhere. Until it is answered the text counts as contested;
    the answer, which somebody gives who answers for the text, stands beside the question for good."""

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="contests")
    revision = models.ForeignKey("knowledge.Revision", models.PROTECT, related_name="+")
    why = models.TextField()
    where = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=workflow.ContestOutcome.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.ContestQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["resource"], name="contest_open", condition=Q(answered_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "by"], condition=Q(answered_at=None), name="contest_one_open_each"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="contest_says_why"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, outcome="", answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="contest_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id}: {self.at:%Y-%m-%d}"


class Feature(models.Model):
    """A curator puts a verified item before the readers of one theme or one region, with a line why, until a day. It shows
    only to who may read the item, and only while the item is verified."""

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="features")
    theme = models.ForeignKey("vocabulary.Term", models.PROTECT, null=True, blank=True, related_name="+")
    region = models.ForeignKey("people.Office", models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=200)
    until_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = querysets.FeatureQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__isnull=False, region=None) | Q(theme=None, region__isnull=False),
                name="feature_one_place",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="feature_says_why"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False), name="feature_ended_pair"
            ),
            models.UniqueConstraint(
                fields=["resource", "theme", "region"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="feature_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} → {self.theme or self.region}"

    @property
    def place(self) -> str:
        """Before whose readers: the name of the theme or of the region."""
        return str(self.theme or self.region)


class Use(models.Model):
    """How often the people of one office opened or downloaded a resource on one day. Offices are counted, never people."""

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="uses")
    office = models.ForeignKey("people.Office", models.CASCADE, related_name="+")
    on = models.DateField()
    opened = models.PositiveIntegerField(default=0)
    downloaded = models.PositiveIntegerField(default=0)

    objects = querysets.UseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["resource", "office", "on"], name="use_once_a_day")]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.office_id} {self.on}"
