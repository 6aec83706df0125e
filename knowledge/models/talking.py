"""What people ask and tell one another: discussions, what is answered, what the words were before, and what was flagged."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from knowledge import conversing, querysets


class Discussion(models.Model):
    """A question, discussion, field note or request to another mission. On a project or a resource exactly those read it
    who can open that today; on a term of the glossary or free, those of its tier."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=conversing.Sort.choices)
    title = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=8)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    active_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=conversing.State.choices, default=conversing.State.OPEN)
    # Free ones and those on a term only: 0 all staff, 1 the region and headquarters.
    own_tier = models.PositiveSmallIntegerField(default=0)
    project = models.ForeignKey("projects.Project", models.PROTECT, null=True, blank=True, related_name="+")
    resource = models.ForeignKey(
        "knowledge.Resource", models.PROTECT, null=True, blank=True, related_name="discussions"
    )
    quoted = models.CharField(max_length=600, blank=True)
    term = models.ForeignKey("vocabulary.Term", models.PROTECT, null=True, blank=True, related_name="+")
    themes = models.ManyToManyField("vocabulary.Term", blank=True, related_name="+")
    drivers = models.ManyToManyField("vocabulary.Term", blank=True, related_name="+")
    countries = models.ManyToManyField("people.Country", blank=True, related_name="+")
    named = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    # A request to another mission, and what came of it.
    asked_office = models.ForeignKey("people.Office", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=2000, blank=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome_at = models.DateTimeField(null=True, blank=True)
    # Why somebody closed it, or why a curator hid it.
    reason = models.CharField(max_length=500, blank=True)
    routed_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.DiscussionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["-active_at", "-id"], name="discussion_newest"),
            models.Index(fields=["written_at"], name="discussion_open", condition=Q(state="open")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(own_tier__lte=1), name="discussion_tier"),
            models.CheckConstraint(
                condition=Q(project=None, resource=None) | Q(project=None, term=None) | Q(resource=None, term=None),
                name="discussion_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind="peer_request", asked_office__isnull=False)
                | (~Q(kind="peer_request") & Q(asked_office=None)),
                name="discussion_request_asks_an_office",
            ),
            models.CheckConstraint(
                condition=Q(outcome_at=None, outcome_by=None) | Q(outcome_at__isnull=False, outcome_by__isnull=False),
                name="discussion_outcome_pair",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="discussion_state",
                field="state",
                transitions=[(old, new) for old, nexts in conversing.NEXT.items() for new in sorted(nexts)],
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tier(self) -> int:
        """How closed it is today: what it stands on has to be loaded beside it."""
        on = self.project or self.resource
        return on.tier if on is not None else self.own_tier

    @property
    def is_asking(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.kind in conversing.ASKING

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("knowledge:discussion-detail", args=[self.uid])

    def notice_title(self) -> str:
        """What a notice calls it."""
        return self.title

    def who_sees(self) -> list[str]:
        """Who reads it, for the panel beside it."""
        if self.project_id:
            return [gettext("Exactly those who can open the project. It follows the project when that changes.")]
        if self.resource_id:
            return [gettext("Exactly those who can open the text it is about.")]
        if self.own_tier:
            return [gettext("Colleagues of your region and of headquarters.")]
        return [gettext("All staff.")]


class Reply(models.Model):
    """What somebody writes on in a discussion; one or more of them may be accepted as what answers it."""

    discussion = models.ForeignKey("knowledge.Discussion", models.CASCADE, related_name="replies")
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    named = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(max_length=500, blank=True)
    # The lesson that was begun from it.
    lesson = models.ForeignKey("knowledge.Resource", models.PROTECT, null=True, blank=True, related_name="+")

    objects = querysets.ReplyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["discussion", "written_at"], name="reply_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="reply_accepted_pair",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None) | Q(hidden_at__isnull=False, hidden_by__isnull=False),
                name="reply_hidden_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.discussion_id}.{self.pk}"


class EarlierWords(models.Model):
    """What words said before they were changed: no change is silent. Of a reply, or of the discussion where there is none."""

    discussion = models.ForeignKey("knowledge.Discussion", models.CASCADE, related_name="earlier")
    reply = models.ForeignKey("knowledge.Reply", models.CASCADE, null=True, blank=True, related_name="earlier")
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    until_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.discussion_id} until {self.until_at}"


class TalkFollow(models.Model):
    """Somebody wants to hear how a discussion goes on. It gives no right: what one may read is asked again each time."""

    discussion = models.ForeignKey("knowledge.Discussion", models.CASCADE, related_name="follows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    followed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["discussion", "user"], name="talk_follow_once")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.discussion_id}"


class Flag(models.Model):
    """A reader says that words should not stand there, with the reason; a curator who did not write them answers."""

    discussion = models.ForeignKey("knowledge.Discussion", models.CASCADE, related_name="flags")
    reply = models.ForeignKey("knowledge.Reply", models.CASCADE, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ruling = models.CharField(max_length=8, choices=conversing.Ruling.choices, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.FlagQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["discussion", "reply", "by"],
                condition=Q(answered_at=None),
                nulls_distinct=False,
                name="flag_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="flag_answered_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.discussion_id}: {self.by_id}"
