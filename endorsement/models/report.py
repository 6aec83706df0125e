"""Reports that an endorsed project owes: what is due, every version as it was sent, and TRD's word on it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from endorsement import querysets
from endorsement.models.decision import Decision
from projects.models import Project
from pvehub.audit.appendonly import append_only
from pvehub.people.models import User


class Report(models.Model):
    """One report on one span of time: due → submitted → returned ⇄ submitted → accepted.

    `content` is the working copy, {"fields": {name: {text, revision, by, others: {uid: {text, at}}}}}: its own people write in
    it, `revision` counts what they save, and a text that met another one waits in `others`. What was sent stands in versions.
    """

    class Kind(models.TextChoices):
        INTERIM = "interim", pgettext_lazy("report", "Interim report")
        FINAL = "final", pgettext_lazy("report", "Final report")
        DONOR = "donor", pgettext_lazy("report", "Report to a donor")

    class State(models.TextChoices):
        DUE = "due", pgettext_lazy("report", "Due")
        SUBMITTED = "submitted", pgettext_lazy("report", "Submitted")
        RETURNED = "returned", pgettext_lazy("report", "Returned")
        ACCEPTED = "accepted", pgettext_lazy("report", "Accepted")
        DROPPED = "dropped", pgettext_lazy("report", "No longer asked for")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="reports")
    kind = models.TextField(choices=Kind)
    number = models.PositiveIntegerField()
    from_on = models.DateField()
    to_on = models.DateField()
    due_on = models.DateField()
    state = models.TextField(choices=State, default=State.DUE)
    donor = models.TextField(blank=True, default="")
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    review_due_on = models.DateField(null=True)
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField()

    objects = querysets.ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="report_number_once"),
            models.UniqueConstraint(
                fields=["project", "kind", "to_on", "donor"],
                condition=~Q(state="dropped"),
                name="report_once_for_a_span",
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(kind="final") & ~Q(state="dropped"), name="report_one_final"
            ),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="report_span_runs_forward"),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="report_due")]

    def __str__(self) -> str:
        return f"{self.project.ref} R{self.number}"

    def get_absolute_url(self) -> str:
        """The page of the report."""
        return reverse("endorsement:report-detail", args=[self.project.ref, self.number])

    def notice_title(self) -> str:
        """The ref of the project and which report; no word of what stands in it."""
        return f"{self.project.ref} · {self.get_kind_display()} {self.number}"

    @property
    def tier(self) -> int:
        """A report is as confidential as its project."""
        return self.project.tier


class ReportVersion(models.Model):
    """A report as it was sent, with its answers to conditions, values, register and lessons. Append-only.

    `content` is {"parts": [{slug, title}], "fields": [{part, name, label, value}], "conditions": [{condition, text, answer}],
    "values": [{indicator, label, unit, baseline, target, value, period}], "register": {sha256, snapshot, worst_residual,
    changes}, "lessons": [uid], ...}: no title of a lesson, which may be read by fewer people than the report.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = querysets.ReportVersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_version_once")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.report_id} v{self.number}"


class ReportReview(models.Model):
    """TRD's word on one version of a report. Append-only."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("report", "Accepted")
        RETURNED = "returned", pgettext_lazy("report", "Returned with questions")

    version = models.OneToOneField(ReportVersion, on_delete=models.PROTECT, related_name="review")
    outcome = models.TextField(choices=Outcome)
    text = models.TextField(_("what TRD says"), blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = querysets.ReportReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="accepted") | Q(text__gt=""), name="report_returned_for_a_reason"
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.version_id} {self.outcome}"
