"""The word of headquarters on one exact version, the conditions it set, and the letter that carries it."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from endorsement import querysets, workflow
from endorsement.models.case import Case
from endorsement.models.submission import Submission
from endorsement.workflow import Status
from pvehub.audit.appendonly import append_only
from pvehub.files.models import StoredFile
from pvehub.people.models import User


class Decision(models.Model):
    """Insert-only: who decided what on which hash, and why. One decision per version unless it was recalled."""

    class Outcome(models.TextChoices):
        ENDORSED = "endorsed", _("Endorsed")
        CONDITIONS = "endorsed_with_conditions", _("Endorsed with conditions")
        REFUSED = "not_endorsed", _("Not endorsed")
        NOT_REQUIRED = "not_required", _("Endorsement not required")

    class Reason(models.TextChoices):
        RED_LINE = "red_line", _("A red line")
        EVIDENCE = "evidence", _("Evidence")
        RISK = "risk", _("Risk")
        MANDATE = "mandate", _("Mandate")
        CAPACITY = "capacity", _("Capacity")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="decisions")
    sha256 = models.CharField(max_length=64)
    outcome = models.TextField(choices=Outcome)
    rationale = models.TextField()
    risk_statement = models.TextField(blank=True, default="")
    reason = models.TextField(choices=Reason, blank=True, default="")
    what_would_change = models.TextField(blank=True, default="")
    residual_level = models.TextField(blank=True, default="")
    # The last day on which the endorsement holds; none on refusals, and where the version names no end.
    valid_until_on = models.DateField(null=True)
    seat = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    objects = querysets.DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="not_endorsed") | Q(reason__gt="", what_would_change__gt=""),
                name="decision_refusal_has_a_reason",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"

    @property
    def seat_label(self) -> str:
        """The seat in words."""
        return str(workflow.SEAT_LABEL.get(self.seat, self.seat))

    @property
    def endorses(self) -> bool:
        """Whether it endorsed the project, or found that it needs no endorsement."""
        return self.outcome in querysets.ENDORSING

    @property
    def is_reversed(self) -> bool:
        """Recalled, or reopened one level up."""
        return hasattr(self, "reversal")


class Reversal(models.Model):
    """Insert-only: a decision that its decider recalled, or that was reopened one level up. Once for each decision."""

    class Kind(models.TextChoices):
        RECALL = "recall", _("Recalled")
        REOPENING = "reopening", _("Reopened")

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="reversal")
    kind = models.TextField(choices=Kind)
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(reason__gt=""), name="reversal_has_a_reason")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.decision_id} {self.kind}"


class ScopeFinding(models.Model):
    """One reviewer of TRD finds a case out of scope; a second one confirms it, or says why not. Final once answered."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scope_findings")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    is_confirmed = models.BooleanField(null=True)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = querysets.OfCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_confirmed__isnull=True), name="scope_finding_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed__isnull=True, answered_by__isnull=True, answered_at__isnull=True)
                | Q(is_confirmed__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="scope_finding_answered_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=False) | Q(answered_by__isnull=True) | ~Q(answered_by=models.F("found_by")),
                name="scope_finding_takes_two_persons",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="scope_finding_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="scope_answer_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__is_confirmed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.is_confirmed}"


class Condition(models.Model):
    """What must be done, by whom, until when and how it will be shown."""

    class When(models.TextChoices):
        BEFORE_START = "before_start", _("Before the start")
        BY_DATE = "by_date", _("By a date")
        EVERY_REPORT = "every_report", _("In every report")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("condition", "Open")
        GIVEN = "evidence_given", _("Evidence given")
        MET = "met", _("Met")
        REJECTED = "rejected", _("Evidence rejected")
        WAIVED = "waived", _("Waived")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    when = models.TextField(choices=When)
    due_on = models.DateField(null=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    evidence = models.TextField()
    state = models.TextField(choices=State, default=State.OPEN)
    answer = models.TextField(blank=True, default="")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    verdict = models.TextField(blank=True, default="")
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    objects = querysets.ConditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True, answered_at__isnull=True)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="condition_answered_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "evidence_given"], judged_by__isnull=True, judged_at__isnull=True)
                | Q(state__in=["met", "rejected", "waived"], judged_by__isnull=False, judged_at__isnull=False),
                name="condition_judged_by_and_at",
            ),
            models.UniqueConstraint(fields=["decision", "number"], name="condition_number_once"),
            models.CheckConstraint(
                condition=~Q(when="by_date") | Q(due_on__isnull=False), name="condition_by_date_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class LetterBook(models.Model):
    """The last letter number given in a year; its row is the lock that keeps numbers without gaps."""

    year = models.PositiveIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Letter(models.Model):
    """The numbered PDF of a decision, and the code with which anyone can check that it still stands."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="letter")
    number = models.TextField(unique=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    verification_code = models.CharField(max_length=26, unique=True)
    issued_at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return self.number

    @property
    def file_name(self) -> str:
        """The name the PDF is saved under."""
        return f"{self.number.replace('/', '-')}.pdf"

    @property
    def state(self) -> str:
        """What the check page says: whether the decision stands today. Needs decision and case."""
        case = self.decision.case
        if self.decision.is_reversed:
            return str(REVERSED[self.decision.reversal.kind])
        if case.status == self.decision.outcome:
            return str(STATE[Status(case.status)])
        if case.status == Status.ENDORSED and self.decision.outcome == Decision.Outcome.CONDITIONS:
            return str(STATE[Status.ENDORSED])
        return str(STATE.get(Status(case.status), _("No longer valid")))


# In the words a stranger with the paper in hand needs.
STATE = {
    Status.ENDORSED: _("Valid: endorsed"),
    Status.ENDORSED_WITH_CONDITIONS: _("Valid: endorsed with conditions"),
    Status.NOT_ENDORSED: _("Valid: not endorsed"),
    Status.NOT_REQUIRED: _("Valid: no objection, endorsement not required"),
    Status.SUSPENDED: _("Suspended"),
    Status.EXPIRED: _("Expired"),
    Status.REVOKED: _("Revoked"),
    Status.SUPERSEDED: _("Replaced by a later letter"),
}
REVERSED = {
    Reversal.Kind.RECALL.value: _("Recalled: no longer valid"),
    Reversal.Kind.REOPENING.value: _("Reopened: no longer valid"),
}
