"""Registers, the screening of their categories, and their frozen copies."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import Project
from pvehub.audit import appendonly
from pvehub.people.models import Office
from risks.querysets import RegisterQuerySet, ScreeningQuerySet, SnapshotQuerySet
from risks.scoring import Band
from risks.workflow import RegisterKind, ScreeningAnswer, SnapshotReason

from .method import Category, MatrixVersion

REASON_LENGTH = 20  # signs a "does not apply" is explained in, at least


class Register(models.Model):
    """The risks of a project, of an office, or of the whole stream. `code` is its address; refs in it are never reused."""

    kind = models.CharField(max_length=7, choices=RegisterKind.choices)
    code = models.CharField(max_length=40, unique=True)
    project = models.OneToOneField(Project, models.PROTECT, null=True, blank=True, related_name="register")
    office = models.OneToOneField(Office, models.PROTECT, null=True, blank=True, related_name="register")
    last_number = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="registers_opened")

    objects = RegisterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="project", project__isnull=False, office__isnull=True)
                | Q(kind="office", project__isnull=True, office__isnull=False)
                | Q(kind="stream", project__isnull=True, office__isnull=True),
                name="register_of_one_thing",
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="stream"), name="register_one_of_the_stream"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("risks:register-detail", args=[self.code])

    @property
    def tier(self) -> int:
        """At least its project's; the register of an office or the stream stays with region and headquarters."""
        return self.project.tier if self.project else 1

    @property
    def title(self) -> str:
        if self.project:
            return self.project.title
        return self.office.name if self.office else str(RegisterKind.STREAM.label)

    @property
    def lead_office(self) -> Office | None:
        """The office whose seats decide here; none for the stream."""
        return self.project.lead_office if self.project else self.office

    def who_sees(self) -> list[str]:
        """Who reads what is written here, in sentences."""
        if self.kind == RegisterKind.STREAM:
            return [_("The Director General's office, TRD, DOE and the risk officer.")]
        if self.project is None:
            return [_("The office, its regional office, TRD and the risk officer.")]
        sentences = [
            _("The team, and the officers and heads of the lead and partner offices, as the project's tier allows."),
            _("Once submitted also TRD and the risk officer; up to tier 1 the regional office."),
            _("Never more people than read the whole project."),
        ]
        return [
            *sentences,
            _("A restricted risk only its owner, the head of the lead office, named persons, the risk officer."),
        ]

    def notice_title(self) -> str:
        return _("Risk register of %(title)s") % {"title": self.title}


class CategoryScreening(models.Model):
    """What a register says of a category: it applies, or it does not because. No answer is no row.

    `basis` is what of the project asked for the category when it was answered; whether that still holds is computed.
    """

    register = models.ForeignKey(Register, models.CASCADE, related_name="screenings")
    category = models.ForeignKey(Category, models.PROTECT, related_name="screenings")
    answer = models.CharField(max_length=7, choices=ScreeningAnswer.choices)
    because = models.TextField(blank=True)
    basis = models.JSONField(default=dict, blank=True, help_text="what of the project the answer was given on")
    is_stale = models.BooleanField(
        default=False, help_text="as the last sweep found it: for counts, never for the gate"
    )
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="screenings")

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "category"], name="screening_once"),
            models.CheckConstraint(
                condition=Q(answer="applies") | Q(GreaterThanOrEqual(Length(Trim("because")), REASON_LENGTH)),
                name="screening_not_needs_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register_id}/{self.category_id}: {self.answer}"


class RegisterSnapshot(models.Model):
    """A register as it stood. Append-only: `content` is whole, `public_content` has restricted risks as ref, band, hash.

    `sha256` is that of the canonical JSON of `content`.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="snapshots")
    reason = models.CharField(max_length=11, choices=SnapshotReason.choices)
    content = models.JSONField()
    public_content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    worst_residual = models.CharField(max_length=9, choices=Band.choices)
    matrix = models.ForeignKey(MatrixVersion, models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="register_snapshots")

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="register_snapshot_has_its_hash")
        ]
        triggers = appendonly.append_only()

    def __str__(self) -> str:
        return f"{self.register_id} {self.reason} {self.taken_on.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("risks:snapshot-detail", args=[self.register.code, self.pk])

    @property
    def changes_url(self) -> str:
        """Where today's register is held against this one."""
        return reverse("risks:snapshot-diff", args=[self.register.code, self.pk])

    @property
    def taken_on(self) -> date:
        return self.taken_at.date()
