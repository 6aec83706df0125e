"""A review of a resource by somebody who did not write it, and what was decided about exactly one text."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from knowledge import querysets, workflow
from pvehub.audit import appendonly


class Curation(models.Model):
    """One passage of a resource past the curators, from the first text sent to the last word. A resource has at most one
    open; texts that follow a request for changes belong to the same passage."""

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="curations")
    opened_at = models.DateTimeField()
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    # Kinds that bind others need a second curator: who agreed to which text.
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    seconded_at = models.DateTimeField(null=True, blank=True)
    seconded_sha256 = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.CurationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["resource"], condition=Q(closed_at=None), name="curation_one_open"),
            models.CheckConstraint(
                condition=Q(claimed_at=None, claimed_by=None) | Q(claimed_at__isnull=False, claimed_by__isnull=False),
                name="curation_claimed_pair",
            ),
            models.CheckConstraint(
                condition=Q(seconded_at=None, seconded_by=None)
                | Q(seconded_at__isnull=False, seconded_by__isnull=False),
                name="curation_seconded_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id}: {self.opened_at:%Y-%m-%d}"


class Decision(models.Model):
    """What a curator decided about one text, known by its hash, with the list that was gone through and the reason. Never
    changed, never taken back; one per revision."""

    revision = models.OneToOneField("knowledge.Revision", models.PROTECT, related_name="decision")
    curation = models.ForeignKey("knowledge.Curation", models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=workflow.Outcome.choices)
    sha256 = models.CharField(max_length=64)
    checklist = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    #: The curator confirms that nothing but spelling changed, so that what was verified stays verified.
    is_typo = models.BooleanField(default=False)
    decided_at = models.DateTimeField()
    decided_by_uid = models.UUIDField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="published") | ~Q(reason=""), name="decision_refusal_has_reason"
            ),
        ]
        triggers = appendonly.append_only()

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.outcome}"
