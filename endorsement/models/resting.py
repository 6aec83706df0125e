"""The red lines of the register on which a refusal rests."""

from django.db import models
from django.db.models import Q

from endorsement.models.decision import Decision
from knowledge.models import RedLine
from pvehub.audit.appendonly import append_only


class RedLineNamed(models.Model):
    """Insert-only: a red line that a decision not to endorse names, in the words that held on that day. The register may
    be worded anew or end a line; what the decision said stays."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="red_lines")
    red_line = models.ForeignKey(RedLine, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    statement = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "red_line"], name="red_line_named_once"),
            models.CheckConstraint(condition=~Q(statement=""), name="red_line_named_in_words"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.decision_id} {self.red_line_id}"
