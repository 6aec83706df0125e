"""Who reads a case for TRD, who stands aside, and what the readers say."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from endorsement import querysets
from endorsement.models.case import Case
from endorsement.models.submission import Submission
from pvehub.people.models import User


class Assignment(models.Model):
    """One person's part in the review of one case; nobody is assigned before saying that no interest stands in the way."""

    class Part(models.TextChoices):
        LEAD = "lead", _("Lead")
        REVIEWER = "reviewer", _("Reviewer")
        ADVISER = "adviser", _("Adviser")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    part = models.TextField(choices=Part)
    is_free_of_conflict = models.BooleanField(null=True)
    conflict_note = models.TextField(blank=True, default="")
    declared_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = querysets.ReaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "reviewer", "part"], condition=Q(closed_at=None), name="assignment_part_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(part="lead", closed_at=None), name="assignment_one_lead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} {self.part}"


class Recusal(models.Model):
    """A person who stands aside from a case: no right of headquarters reaches it any more."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    recused_at = models.DateTimeField()
    recused_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.case_id}"


class Review(models.Model):
    """What one reviewer says of one version: answers to the frozen questions, a recommendation, a text.

    `questions` is the list as it stood when the review was opened, [{code, section, question}]; `answers` maps code to
    {"score": 0–3 or null, "text": str}. Until it is submitted its author alone sees it.
    """

    class Recommendation(models.TextChoices):
        ENDORSE = "endorse", _("Endorse")
        CONDITIONS = "conditions", _("Endorse with conditions")
        RETURN = "return", _("Return with questions")
        REFUSE = "refuse", _("Do not endorse")

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reviews")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reviews")
    questions = models.JSONField()
    answers = models.JSONField(default=dict)
    recommendation = models.TextField(choices=Recommendation, blank=True, default="")
    text = models.TextField(blank=True, default="")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects = querysets.ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "submission"], name="review_once_per_version"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(recommendation__gt=""), name="review_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} · {self.submission_id}"
