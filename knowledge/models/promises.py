"""The promise ledger: what a meeting or an evaluation recommends, what is promised for it, and what became of that."""

from __future__ import annotations

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from knowledge import ledger, querysets
from knowledge.models.meetings import Meeting
from knowledge.models.resource import Resource
from pvehub.access.roles import BY_SLUG


class Recommendation(models.Model):
    """What a meeting or an evaluation says should be done. Of a meeting it is agreed; of an evaluation those who answer for
    it accept it, in part or not, and say why. Read by whoever reads where it comes from."""

    meeting = models.ForeignKey(
        "knowledge.Meeting", models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    resource = models.ForeignKey(
        "knowledge.Resource", models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=600)
    theme = models.ForeignKey("vocabulary.Term", models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=8, choices=ledger.Response.choices, blank=True)
    answer_why = models.CharField(max_length=600, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = querysets.RecommendationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, resource=None) | Q(meeting=None, resource__isnull=False),
                name="recommendation_has_one_source",
            ),
            models.UniqueConstraint(
                fields=["meeting", "resource", "number"], nulls_distinct=False, name="recommendation_number"
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["partly", "rejected"]) | ~Q(answer_why=""), name="recommendation_says_why_not"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="recommendation_answered_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def source(self) -> Meeting | Resource:
        """The meeting or the evaluation."""
        found: Meeting | Resource | None = self.meeting or self.resource
        assert found is not None  # the constraint holds it
        return found


class FollowUpAction(models.Model):
    """One thing promised, by a role at an office: whoever holds that role answers for it. It ends done, with evidence that
    can be opened in the portal, or dropped, with a reason. Without a day of its own it falls due a year after."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="actions")
    text = models.CharField(max_length=400)
    owner_role = models.SlugField(max_length=24)
    owner_office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    due_on = models.DateField()
    is_due_said = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=ledger.Promise.choices, default=ledger.Promise.OPEN)
    evidence_resource = models.ForeignKey("knowledge.Resource", models.PROTECT, null=True, blank=True, related_name="+")
    evidence_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    evidence_name = models.CharField(max_length=200, blank=True)
    evidence_link = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_why = models.CharField(max_length=600, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = querysets.FollowUpQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_on"], name="promise_due", condition=Q(state__in=["open", "in_progress"])),
            models.Index(fields=["owner_office", "owner_role"], name="promise_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(evidence_resource__isnull=False)
                | Q(evidence_file__isnull=False)
                | ~Q(evidence_link=""),
                name="promise_done_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(ended_why=""), name="promise_dropped_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "dropped"], ended_at__isnull=False, ended_by__isnull=False)
                | Q(state__in=["open", "in_progress"], ended_at=None, ended_by=None),
                name="promise_ended_pair",
            ),
            models.CheckConstraint(
                condition=Q(evidence_file=None) | ~Q(evidence_name=""), name="promise_file_has_a_name"
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="promise_state",
                field="state",
                transitions=[(old, new) for old, nexts in ledger.NEXT_PROMISE.items() for new in sorted(nexts)],
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("knowledge:promise-detail", args=[self.uid])

    def notice_title(self) -> str:
        """What a notice calls it."""
        return self.text

    @property
    def tier(self) -> int:
        """That of the meeting or evaluation it comes from."""
        return int(self.recommendation.source.tier)

    @property
    def owner_name(self) -> str:
        """The role that answers for it, in words; the office stands beside it."""
        return role_name(self.owner_role)

    def is_overdue(self, today: date) -> bool:
        """Past its day, and neither done nor dropped."""
        return self.state in ledger.UNKEPT and self.due_on < today


def role_name(slug: str) -> str:
    """A role in words; the slug of one that is no more."""
    role = BY_SLUG.get(slug)
    return str(role.name) if role else slug
