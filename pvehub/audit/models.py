"""The one history: Event (append-only, the timeline of everything), Reading (who opened what), Seal (the chain)."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from .appendonly import append_only, kept_for
from .querysets import EventQuerySet

READINGS_STAY = timedelta(days=3 * 365)


class Event(models.Model):
    """Something that happened to a thing, named by kind and id without a foreign key, so that it outlives the thing."""

    kind = models.CharField(max_length=60, help_text="app_label.model")
    thing_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=60)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    actor_uid = models.UUIDField(null=True)
    on_behalf_of_uid = models.UUIDField(null=True)
    office_code = models.CharField(max_length=8, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    changes = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id", "seq"], name="event_seq_once")]
        indexes = [models.Index(fields=["verb", "at"])]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id} #{self.seq} {self.verb}"


class Reading(models.Model):
    """Who opened, downloaded or asked what, and when. Never changed; it goes when READINGS_STAY is over and not before."""

    kind = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    what = models.CharField(max_length=12)
    actor_uid = models.UUIDField(null=True)
    request_id = models.CharField(max_length=36, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["kind", "thing_id", "at"])]
        triggers = kept_for(READINGS_STAY)

    def __str__(self) -> str:
        return f"{self.what} {self.kind} {self.thing_id}"


class Seal(models.Model):
    """The digest of the events from `first_id` to `last_id` and of the seal before: a later change breaks the chain."""

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.first_id}-{self.last_id}"
