"""Guidance as it is cited and discussed: its number, its clauses, the consultation of a draft and what became of comments."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge import querysets
from pvehub.audit.appendonly import append_only


class Guidance(models.Model):
    """The number under which a guidance note is cited, G-0007: given when it is first published, and never to another."""

    resource = models.OneToOneField("knowledge.Resource", models.CASCADE, related_name="guidance")
    number = models.PositiveIntegerField(unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The number as it is written."""
        return f"G-{self.number:04d}"


class Clause(models.Model):
    """One clause of a published text of guidance. Made when the text is published and never changed after: whoever cited it
    finds the words that were cited."""

    class Force(models.TextChoices):
        MUST = "must", _("MUST")
        SHOULD = "should", _("SHOULD")
        RED_LINE = "red-line", _("RED LINE")

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="clauses")
    revision = models.ForeignKey("knowledge.Revision", models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=8)
    section = models.CharField(max_length=300, blank=True)
    force = models.CharField(max_length=8, choices=Force.choices)
    text = models.TextField()

    objects = querysets.ClauseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["revision", "number"], name="clause_number"),
            models.UniqueConstraint(fields=["revision", "position"], name="clause_position"),
            models.CheckConstraint(condition=Q(force__in=["must", "should", "red-line"]), name="clause_force"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.cited

    @property
    def cited(self) -> str:
        """How it is cited; the resource and its number have to be loaded beside it."""
        return f"{self.resource.guidance.code} §{self.number}"

    def get_absolute_url(self) -> str:
        """Where it stands in what readers have today."""
        return f"{self.resource.get_absolute_url()}#clause-{self.number}"


class Consultation(models.Model):
    """A draft of guidance put before colleagues until a day: all staff, or the offices named. They comment on the text as it
    was put before them, which stands here by itself: what its author writes meanwhile is nobody's to see. It ends when
    every comment has an answer and its author says so."""

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="consultations")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=8)
    scope = models.TextField(blank=True)
    clauses = models.TextField()
    question = models.CharField(max_length=500, blank=True)
    is_for_all = models.BooleanField(default=False)
    offices = models.ManyToManyField("people.Office", blank=True, related_name="+")
    until_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = querysets.ConsultationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["resource"], condition=Q(ended_at=None), name="consultation_one_open"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="consultation_ended_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is read and commented."""
        return reverse("knowledge:consultation-detail", args=[self.pk])

    def notice_title(self) -> str:
        """What a notice calls it."""
        return self.title

    @property
    def tier(self) -> int:
        """That of the note: what mail may say of it."""
        tier: int = self.resource.tier
        return tier

    def takes_comments(self, today: date) -> bool:
        """Up to and with its last day."""
        return self.ended_at is None and today <= self.until_on


class ClauseComment(models.Model):
    """What one colleague says of a clause, or of the whole; and what became of it, which the author of the note says with a
    reason. What was answered stands beside the published note."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        DECLINED = "declined", _("Not accepted")

    consultation = models.ForeignKey("knowledge.Consultation", models.CASCADE, related_name="comments")
    clause = models.CharField(max_length=8, blank=True)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    because = models.TextField(blank=True)
    disposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    disposed_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.ClauseCommentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="clausecomment_says_something"),
            models.CheckConstraint(
                condition=Q(outcome="", because="", disposed_by=None, disposed_at=None)
                | (
                    Q(outcome="accepted", disposed_by__isnull=False, disposed_at__isnull=False)
                    | (
                        Q(outcome__in=["partly", "declined"], disposed_by__isnull=False, disposed_at__isnull=False)
                        & ~Q(because="")
                    )
                ),
                name="clausecomment_answered_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="clausecomment_words_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.text IS DISTINCT FROM NEW.text OR OLD.clause IS DISTINCT FROM NEW.clause"
                    " OR OLD.by_id IS DISTINCT FROM NEW.by_id OR OLD.office_id IS DISTINCT FROM NEW.office_id"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} §{self.clause}"
