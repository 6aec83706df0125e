"""What advisers say of one version: those of headquarters when asked, the regional office before it is screened."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from endorsement import querysets
from endorsement.models.case import Case
from endorsement.models.submission import Submission
from endorsement.workflow import ClearanceKind
from pvehub.audit.appendonly import append_only
from pvehub.people.models import User


class Clearance(models.Model):
    """One question to one adviser about one version. Given, it stands; another version needs another one."""

    class Outcome(models.TextChoices):
        CLEARED = "cleared", pgettext_lazy("clearance", "Cleared")
        REMARKS = "remarks", pgettext_lazy("clearance", "Cleared, with remarks")
        WITHHELD = "withheld", pgettext_lazy("clearance", "Not cleared")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clearances")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="clearances")
    kind = models.TextField(choices=ClearanceKind)
    question = models.TextField(blank=True, default="")
    asked_of = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    outcome = models.TextField(choices=Outcome, blank=True, default="")
    text = models.TextField(blank=True, default="")
    given_at = models.DateTimeField(null=True)

    objects = querysets.ClearanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "kind", "asked_of"], name="clearance_asked_once"),
            models.CheckConstraint(
                condition=Q(outcome="", given_at=None) | Q(outcome__gt="", given_at__isnull=False),
                name="clearance_given_with_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "cleared"]) | Q(text__gt=""), name="clearance_says_why_not"
            ),
            models.CheckConstraint(condition=~Q(asked_of=F("asked_by")), name="clearance_asked_of_another"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="clearance_given_stands", operation=pgtrigger.Update, condition=pgtrigger.Q(old__outcome__gt="")
            ),
            pgtrigger.Protect(name="clearance_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.outcome}"


class RegionalAdvice(models.Model):
    """The word of the regional office on one version; without a person it says that none came in time. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="regional_advice")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="regional_advice")
    text = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = querysets.OfCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=True, text="") | Q(by__isnull=False, text__gt=""), name="advice_has_its_words"
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.at.isoformat()}"
