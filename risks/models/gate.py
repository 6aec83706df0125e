"""What people put their name to so that a register may pass: countersignatures, confirmed changes, assumed registers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pvehub.audit import appendonly
from risks.scoring import Band
from risks.watched import AssumptionQuerySet, PositionQuerySet

from .register import Register, RegisterSnapshot
from .risk import Risk


class Countersign(models.Model):
    """Somebody who may read a restricted risk says that it may pass, to a decider who may not read it. Append-only.

    `sha256` is of the risk as it was judged: one that changes afterwards is countersigned anew.
    """

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="countersigns")
    snapshot = models.ForeignKey(RegisterSnapshot, models.PROTECT, related_name="countersigns")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="risks_countersigned")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="risks_countersigned_delegated"
    )
    note = models.TextField(_("what was judged"), blank=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["risk", "snapshot", "by", "sha256"], name="countersign_once_each"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="countersign_has_its_hash"),
        ]
        triggers = appendonly.append_only()

    def __str__(self) -> str:
        return f"{self.risk_id}/{self.snapshot_id}"


class DiffConfirmation(models.Model):
    """A person has seen how the register differs from a snapshot. `sha256` is of the content seen. Append-only."""

    snapshot = models.ForeignKey(RegisterSnapshot, models.PROTECT, related_name="confirmations")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="register_changes_confirmed")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "sha256", "by"], name="diff_confirmed_once_each"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="diff_confirmation_has_its_hash"),
        ]
        triggers = appendonly.append_only()

    def __str__(self) -> str:
        return f"{self.snapshot_id}/{self.by_id}"


class RegisterAssumption(models.Model):
    """The register of the stream, assumed as a whole by the Director General's office for a year. Append-only."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="assumptions")
    snapshot = models.ForeignKey(RegisterSnapshot, models.PROTECT, related_name="assumptions")
    statement = models.TextField(_("what is assumed, and on what grounds"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="registers_assumed")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="registers_assumed_delegated"
    )
    at = models.DateTimeField()
    valid_until_on = models.DateField(_("valid until"))

    objects = AssumptionQuerySet.as_manager()

    class Meta:
        triggers = appendonly.append_only()
        indexes = [models.Index(fields=["register", "-valid_until_on"])]

    def __str__(self) -> str:
        return f"{self.register_id} {self.valid_until_on.isoformat()}"


class BrokenPosition(models.Model):
    """After endorsement: a risk that nobody has assumed any more, and until when the project may go on with that."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="broken_positions")
    band = models.CharField(max_length=9, choices=Band.choices)
    because = models.TextField()
    since_at = models.DateTimeField()
    grace_until_on = models.DateField(_("grace until"))
    mended_at = models.DateTimeField(null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["risk"], condition=Q(mended_at__isnull=True), name="position_broken_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(mended_at__isnull=True) | Q(mended_at__gte=F("since_at")), name="position_mended_after"
            ),
        ]
        indexes = [models.Index(fields=["mended_at", "grace_until_on"])]

    def __str__(self) -> str:
        return f"{self.risk_id} {self.band}"
