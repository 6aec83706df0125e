"""What people were told (Notice), how it reaches them (Delivery), and how they want it (Preference, Mute)."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .kinds import CADENCES, Kind, get
from .querysets import DeliveryQuerySet, MuteQuerySet, NoticeQuerySet


class Notice(models.Model):
    """One person told of one event. Names its thing by kind and id, so that it holds no title the person may lose.

    `dedupe_key` is set where the same event may be told again by a sweep: then it stands once.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="known before the row is written")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=80)
    about_kind = models.CharField(max_length=80, blank=True, help_text="app.model")
    about_id = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    by_uid = models.UUIDField(null=True, blank=True)
    dedupe_key = models.CharField(max_length=250, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notice_of"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def what(self) -> Kind | None:
        return get(self.kind)

    @property
    def label(self) -> Any:
        """What happened, in the reader's language; never the thing's own words."""
        return self.what.label if self.what else _("Something you follow changed")

    @property
    def why(self) -> Any:
        """Who is told such things: why this person was."""
        return self.what.why if self.what else ""


class Delivery(models.Model):
    """One mail that is owed: for one notice, or a digest that gathers several (then it has no notice of its own).

    The row is the guarantee. A worker first books the next try (`attempts`, `next_try_at`), then sends under the row's
    lock and commits `sent_at`. `message_id` derives from `dedupe_key`: what cannot be known, a crash between the mail
    server's acceptance and our commit, repeats under the same Message-ID.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        GATHERED = "gathered", _("In a digest")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Not sent")
        PARKED = "parked", _("Given up")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", null=True, blank=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    gathered_into = models.ForeignKey("self", models.SET_NULL, related_name="gathered", null=True, blank=True)
    channel = models.CharField(max_length=4, choices=[("mail", _("Mail"))], default="mail")
    cadence = models.CharField(max_length=6, choices=CADENCES[:3], default="now")
    dedupe_key = models.CharField(max_length=250, unique=True)
    message_id = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(help_text="when the person was to have it")
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    faults = models.PositiveSmallIntegerField(
        default=0, help_text="tries that failed on our side, not the mail server's"
    )
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="delivery_sent_at_when_sent",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["-due_at"], condition=Q(state="parked"), name="delivery_parked"),
        ]

    def __str__(self) -> str:
        return self.dedupe_key


class Preference(models.Model):
    """How one person wants to be mailed about one kind; without a row, the kind's own cadence."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=80)
    cadence = models.CharField(max_length=6, choices=CADENCES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.cadence}"


class Mute(models.Model):
    """A person wants no mail about one thing, until they say otherwise. What always comes at once comes all the same.

    Names the thing by kind and id, as a notice does: it holds no title that the person may lose.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about_kind = models.CharField(max_length=80, help_text="app.model")
    about_id = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    objects = MuteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "about_kind", "about_id"], name="mute_once"),
            models.CheckConstraint(condition=~Q(about_kind="") & ~Q(about_id=""), name="mute_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.about_kind} {self.about_id}"
