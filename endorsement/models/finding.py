"""What the language check found in the words of a case, and what was said of each hit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from endorsement import querysets
from endorsement.models.case import Case
from endorsement.models.submission import Submission
from pvehub.people.models import User

# The author's own declaration on confronting messages stands among the findings under this name; it is no term of the list.
DECLARATION = "declaration"


class Finding(models.Model):
    """A term of the list of sensitive terms in one field. Without a version: the author's word on the working copy.

    The author keeps the words with a reason; of a red line, the lead of the review says whether it is one. `term` is the
    English key of the list, `quoted` the words as they stand in the field.
    """

    class Severity(models.TextChoices):
        ADVISORY = "advisory", pgettext_lazy("finding", "Advice")
        STRONG = "strong", pgettext_lazy("finding", "Strong advice")
        RED_LINE = "red-line", pgettext_lazy("finding", "Red line")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("finding", "Stands without a word")
        KEPT = "kept", pgettext_lazy("finding", "Kept, because")
        CHANGED = "changed", pgettext_lazy("finding", "Changed")
        CLEARED = "cleared", pgettext_lazy("finding", "Cleared by TRD")
        CONFIRMED = "confirmed", pgettext_lazy("finding", "Confirmed by TRD")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="findings")
    section = models.TextField()
    field = models.TextField()
    term = models.TextField()
    severity = models.TextField(choices=Severity)
    quoted = models.TextField()
    state = models.TextField(choices=State, default=State.OPEN)
    reason = models.TextField(blank=True, default="")
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField(null=True)
    verdict = models.TextField(blank=True, default="")
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    objects = querysets.FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "submission", "field", "term"], name="finding_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(said_by__isnull=True, said_at__isnull=True)
                | Q(said_by__isnull=False, said_at__isnull=False),
                name="finding_said_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True, judged_at__isnull=True)
                | Q(judged_by__isnull=False, judged_at__isnull=False),
                name="finding_judged_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["cleared", "confirmed"]) | Q(judged_by__isnull=False),
                name="finding_judged_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="kept") | Q(reason__gt=""), name="finding_kept_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.quoted}"

    @property
    def is_red_line(self) -> bool:
        """Whether only the lead's word settles it."""
        return self.severity == self.Severity.RED_LINE

    @property
    def is_judged(self) -> bool:
        """Whether the lead has given it."""
        return self.state in (self.State.CLEARED, self.State.CONFIRMED)

    @property
    def anchor(self) -> str:
        """The fragment of the case page the finding stands at."""
        return f"finding-{self.pk}"
