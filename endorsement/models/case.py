"""The case itself, who holds the ball and for how long, grants on one case, and words not yet sent."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from endorsement import querysets, workflow
from endorsement.workflow import Status, Turn
from projects.models import Project
from pvehub.access.models import GroupGrant, UserGrant
from pvehub.people.models import User


def _illegal_birth() -> pgtrigger.Trigger:
    """A case is born a draft; the transition trigger alone would let a row be born endorsed."""
    return pgtrigger.Protect(
        name="born_draft",
        operation=pgtrigger.Insert,
        condition=~pgtrigger.Q(new__status__in=[status.value for status in workflow.BORN]),
    )


class Case(models.Model):
    """One passage of a project through endorsement. `status` is a cache of the events, written only by `_move`."""

    class Kind(models.TextChoices):
        NEW = "new", _("New project")
        AMENDMENT = "amendment", _("Amendment")
        EXTENSION = "extension", _("Extension")
        EMERGENCY = "emergency", _("Emergency")

    class RedLine(models.TextChoices):
        NONE = "none", _("None raised")
        RAISED = "raised", _("Raised, not yet answered")
        CLEARED = "cleared", _("Raised and cleared")
        CONFIRMED = "confirmed", _("Confirmed: cannot be endorsed")

    ref = models.TextField(unique=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="cases")
    kind = models.TextField(choices=Kind, default=Kind.NEW)
    status = models.TextField(choices=Status, default=Status.DRAFT)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    current_submission = models.ForeignKey(
        "endorsement.Submission", on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    resume_to = models.TextField(choices=Status, default="", blank=True)
    held_from = models.TextField(choices=Status, default="", blank=True)
    red_line = models.TextField(choices=RedLine, default=RedLine.NONE)
    # Why an amendment, an extension or an emergency is asked for; empty on a new project.
    reason = models.TextField(blank=True, default="")
    # The endorsed version that an amendment or an extension stands on.
    baseline = models.ForeignKey("endorsement.Submission", on_delete=models.PROTECT, null=True, related_name="+")
    # The seat a reopened case is decided in: one level above the one that refused it.
    raised_to = models.TextField(choices=[(slug, slug) for slug in workflow.SEAT_PERMISSION], default="", blank=True)
    # While an override runs: the project is active before this case is decided.
    override_until_at = models.DateTimeField(null=True)

    objects = querysets.CaseQuerySet.as_manager()

    class Meta:
        permissions = [("see_case", "May see this case")]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(status__in=[status.value for status in workflow.IN_HAND]),
                name="case_one_in_hand",
            ),
            models.CheckConstraint(
                condition=~Q(red_line="confirmed", status__in=[status.value for status in workflow.IN_GOOD_STANDING]),
                name="case_red_line_never_endorsed",
            ),
            models.CheckConstraint(
                condition=Q(override_until_at=None)
                | Q(status__in=[status.value for status in workflow.IN_HAND], red_line__in=["none", "cleared"]),
                name="case_override_never_on_refused_or_red_line",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.RETURNED.value, resume_to__gt="") | ~Q(status=Status.RETURNED.value),
                name="case_returned_from_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.ON_HOLD.value, held_from__gt="") | ~Q(status=Status.ON_HOLD.value),
                name="case_held_from_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["status", "moved_at"], name="case_status_moved")]
        triggers = [
            pgtrigger.FSM(name="legal_steps", field="status", transitions=list(workflow.transitions())),
            _illegal_birth(),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """The page of the case."""
        return reverse("endorsement:case-detail", args=[self.ref])

    def notice_title(self) -> str:
        """What a notice calls it: the ref, and the project's title, which is left out of mail above tier 1."""
        return f"{self.ref} · {self.project.title}"

    @property
    def tier(self) -> int:
        """A case is as confidential as its project."""
        return self.project.tier

    @property
    def has_baseline(self) -> bool:
        """Whether it stands on an endorsement: whatever becomes of it, the project keeps its own life."""
        return self.baseline_id is not None

    @property
    def turn(self) -> Turn:
        """Who has to do something now."""
        return workflow.TURN[Status(self.status)]

    @property
    def field_label(self) -> str:
        """The status in the words of the field."""
        return str(workflow.FIELD_LABEL[Status(self.status)])

    @property
    def pill(self) -> str:
        """The kind of mark the status is shown with."""
        return workflow.PILL[Status(self.status)]

    def last_decision(self, *, stands: bool = False) -> Any:
        """The last decision on it, or with `stands` the last that was not taken back; from `decisions_read` where a page
        has read them, None where there is none."""
        if (read := self.__dict__.get("decisions_read")) is not None:
            return next((row for row in read if not (stands and row.is_reversed)), None)
        rows = self.decisions.select_related("submission").newest_first()
        return (rows.standing() if stands else rows).first()

    def who_sees(self) -> list[str]:
        """Who can read the case, in sentences; the rule itself is `CaseQuerySet.visible_to`."""
        if self.tier >= 3:
            return [str(_("The team, the head of the lead office, and persons named one by one."))]
        found = [str(_("The team, the officers and heads of the lead and partner offices."))]
        if self.tier <= 1:
            found.append(str(_("From submission on: the regional office.")))
        found.append(str(_("From submission on: TRD, DOE, the risk officer, and advisers who are asked.")))
        found.append(str(_("Internal comments: TRD, DOE and advisers who are asked, never the project's offices.")))
        return found


class CaseUserGrant(UserGrant):
    """What one person may do on one case, until a date."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)


class CaseGroupGrant(GroupGrant):
    """What a group of postings may do on one case, until a date."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)


class ClockInterval(models.Model):
    """Who held the ball in which stage from when until when; the open one has no end. Nobody holds it on hold.

    `days` is what the stage has in all, as it stood when it began. What comes back from a return or a hold goes on with
    the days that were left.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clock")
    holder = models.TextField(choices=Turn)
    stage = models.TextField(choices=Status, default=Status.DRAFT)
    days = models.PositiveSmallIntegerField(null=True)
    goes_on = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(to_at=None), name="clock_one_open"),
            models.CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gte=models.F("from_at")), name="clock_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.from_at:%Y-%m-%d}"


class Draft(models.Model):
    """Words a person typed on a case and could not or did not send yet: never lost, seen by nobody else."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    form = models.TextField()
    words = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "author", "form"], name="draft_one_per_form")]

    def __str__(self) -> str:
        return f"{self.form} · {self.case_id}"
