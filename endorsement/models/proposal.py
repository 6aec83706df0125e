"""What the lead proposes to the deciding seat, which past decisions and which resources were looked at."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from endorsement import querysets
from endorsement.models.case import Case
from endorsement.models.decision import Decision
from endorsement.models.submission import Submission
from knowledge.models import Resource
from pvehub.people.models import User


class Proposal(models.Model):
    """The decision as the lead drafts it for the seat, on one version. The seat takes it over, changes it, or not.

    `conditions` is a list of {text, when, due_on, owner (uid), evidence}.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="proposal")
    outcome = models.TextField(choices=Decision.Outcome)
    rationale = models.TextField()
    risk_statement = models.TextField(blank=True, default="")
    reason = models.TextField(choices=Decision.Reason, blank=True, default="")
    what_would_change = models.TextField(blank=True, default="")
    conditions = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = querysets.ProposalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class Citation(models.Model):
    """A resource that was looked at for a case: cited with a word why, or put aside with a reason."""

    class State(models.TextChoices):
        CITED = "cited", pgettext_lazy("citation", "Cited")
        DISMISSED = "dismissed", pgettext_lazy("citation", "Looked at and put aside")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="citations")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    state = models.TextField(choices=State)
    why = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = querysets.InternalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "resource"], name="citation_once"),
            models.CheckConstraint(condition=Q(why__gt=""), name="citation_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.resource_id} {self.state}"
