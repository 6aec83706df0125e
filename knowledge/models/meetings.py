"""Meetings: what was on the agenda, what was said, what people thought of it. What was promised there is in promises.py."""

from __future__ import annotations

import uuid
from calendar import monthrange
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext

from knowledge import ledger, querysets


class Meeting(models.Model):
    """A meeting of the organization. Its office organizes it; who reads it follows from its tier, and from being invited.
    Guests without an account are a list of names that only organizers see."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    #: Meetings of one series follow one another: the next opens on what was promised at the one before.
    series = models.CharField(max_length=80, blank=True)
    #: How often the series meets, as its latest meeting says it.
    every_months = models.PositiveSmallIntegerField(default=0, choices=ledger.RHYTHMS)
    place = models.CharField(max_length=160, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    language = models.CharField(max_length=8, default="en")
    tier = models.PositiveSmallIntegerField(default=0, choices=ledger.MEETING_TIERS)
    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    offices = models.ManyToManyField("people.Office", blank=True, related_name="+")
    guests = models.TextField(blank=True)
    objectives = models.TextField(blank=True)
    key_points = models.TextField(blank=True)
    note = models.CharField(max_length=600, blank=True)
    made_at = models.DateTimeField()
    #: Nobody where it came with the portal.
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=300, blank=True)

    objects = querysets.MeetingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["series", "-starts_on"], name="meeting_of_series")]
        constraints = [
            models.CheckConstraint(condition=Q(tier__lte=2), name="meeting_tier"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="meeting_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(every_months=0) | ~Q(series=""), name="meeting_rhythm_of_a_series"),
            models.CheckConstraint(
                condition=Q(called_off_at=None, called_off_why="")
                | (Q(called_off_at__isnull=False) & ~Q(called_off_why="")),
                name="meeting_called_off_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("knowledge:meeting-detail", args=[self.uid])

    def notice_title(self) -> str:
        """What a notice calls it."""
        return self.title

    def state_on(self, today: date) -> ledger.MeetingState:
        """Where it stands that day."""
        return ledger.meeting_state(self.ends_on, today, is_called_off=self.called_off_at is not None)

    @property
    def next_on(self) -> date | None:
        """The day on which by its rhythm the next one of the series begins; None where nobody said how often."""
        return ledger.next_on(self.starts_on, self.every_months) if self.every_months else None

    @property
    def has_no_next(self) -> bool:
        """Whether it stands and is still the last of its series. One query."""
        return Meeting.objects.ending_series().filter(pk=self.pk).exists()

    @property
    def is_month(self) -> bool:
        """Of an old meeting sometimes the month alone is known."""
        first, last = self.starts_on, self.ends_on
        same = (first.year, first.month) == (last.year, last.month)
        return same and first.day == 1 and last.day == monthrange(last.year, last.month)[1]

    @property
    def points(self) -> list[str]:
        """Its key points, one a line."""
        return ledger.lines(self.key_points)

    @property
    def aims(self) -> list[str]:
        """Its objectives, one a line."""
        return ledger.lines(self.objectives)

    @property
    def guest_list(self) -> list[str]:
        """Names of guests, for organizers alone."""
        return ledger.lines(self.guests)

    def who_sees(self) -> list[str]:
        """Who can open it, one sentence each, for the panel beside it."""
        people = {
            0: gettext("All staff."),
            1: gettext("Colleagues of the region of the office that organizes it, and of headquarters."),
            2: gettext("The office that organizes it, and the offices that were invited."),
        }[self.tier]
        return [people, gettext("Names of guests: only those who organize it.")]


class AgendaItem(models.Model):
    """One session of a meeting. People say what they think of those that `takes_comments`."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    on = models.DateField(null=True, blank=True)
    hours = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    takes_comments = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position")]

    def __str__(self) -> str:
        return self.title


class MeetingDocument(models.Model):
    """A document of a meeting: a file of its own, read by whoever reads the meeting, or an item of the repository, which
    everyone sees who may read that item."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="documents")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    resource = models.ForeignKey("knowledge.Resource", models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = querysets.DocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=(Q(file__isnull=False, resource=None) & ~Q(name="")) | Q(file=None, resource__isnull=False),
                name="document_is_a_file_or_a_resource",
            ),
            models.UniqueConstraint(fields=["meeting", "resource"], name="document_once"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.resource)


class FeedbackGiven(models.Model):
    """That somebody has answered, so that nobody answers twice. What they said stands elsewhere, without them or a time."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="answered")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="feedback_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.person_id}"


class FeedbackRating(models.Model):
    """One score from 1 to 5. No row says who gave it, when, or which other score or words came with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="ratings")
    question = models.CharField(max_length=12, choices=ledger.Rating.choices)
    score = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_from_1_to_5")]

    def __str__(self) -> str:
        return f"{self.question}: {self.score}"


class FeedbackComment(models.Model):
    """What somebody said of one session, or in answer to an open question; nothing tells who."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="comments")
    session = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.CharField(max_length=12, choices=ledger.OpenQuestion.choices, blank=True)
    text = models.CharField(max_length=1000)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(session__isnull=False, question="") | (Q(session=None) & ~Q(question="")),
                name="comment_of_a_session_or_a_question",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Topic(models.Model):
    """What a reader would like to see on the agenda; readers of the meeting vote for it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="topics")
    text = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    voters: Any = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = querysets.TopicQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.text
