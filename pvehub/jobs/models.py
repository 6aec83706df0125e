"""A piece of background work as a row: what to call, how far it is, what went wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub.audit import faults

from .querysets import JobQuerySet


class Job(models.Model):
    """One call of a registered task, guaranteed by this row and not by the broker.

    Of one `key` at most one job is open. `args` holds ids only. While running it belongs to one worker until
    `locked_until`; a worker that dies loses it to the next sweep, so every task is idempotent.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    name = models.CharField(max_length=100, help_text="the registered name of the task")
    args = models.JSONField(default=list, blank=True)
    key = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", null=True, blank=True)
    label = models.CharField(max_length=200, blank=True, help_text="what its owner is told is being done")
    back_url = models.CharField(max_length=300, blank=True, help_text="where its owner goes when it is done")
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    is_wanted_again = models.BooleanField(default=False, help_text="asked for once more while it was running")
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    request_id = models.CharField(max_length=36, blank=True, help_text="the request that asked for it")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["queued", "running"]) & ~Q(key=""),
                name="job_one_open_per_key",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(claimed_at__isnull=False, locked_until__isnull=False),
                name="job_running_is_claimed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
                name="job_finished_at_its_end",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state__in=["queued", "running"]), name="job_open")]

    def __str__(self) -> str:
        return f"{self.name} {self.args}"

    def get_absolute_url(self) -> str:
        return reverse("jobs:job-detail", args=[self.pk])

    @property
    def waits_for_room(self) -> bool:
        """Whether a full disk holds it up; it goes on by itself."""
        return self.state == self.State.QUEUED and self.error == faults.FULL

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}
