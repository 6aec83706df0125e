"""What the lead proposes to the deciding seat."""

from django.db import models

from endorsement import querysets
from endorsement.models.case import Case
from endorsement.models.decision import Decision
from endorsement.models.submission import Submission
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
