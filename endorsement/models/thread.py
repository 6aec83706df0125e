"""Comments on one field of one version, and the answers to them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from endorsement import querysets
from endorsement.models.case import Case
from endorsement.models.submission import Submission
from pvehub.people.models import User


class Thread(models.Model):
    """A question or remark that hangs on section.field of a version and on the words it quotes."""

    class Audience(models.TextChoices):
        INTERNAL = "internal", _("TRD and DOE only")
        EVERYONE = "everyone", _("Everyone on the case")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")
        RESOLVED = "resolved", _("Resolved")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="threads")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="threads")
    current_submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    section = models.TextField(blank=True, default="")
    field = models.TextField(blank=True, default="")
    quoted = models.TextField(blank=True, default="")
    is_orphan = models.BooleanField(default=False)
    audience = models.TextField(choices=Audience)
    is_response_required = models.BooleanField(default=False)
    is_blocking = models.BooleanField(default=False)
    state = models.TextField(choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.TextField(blank=True, default="")

    objects = querysets.ThreadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="everyone") | Q(is_response_required=False), name="thread_internal_asks_nobody"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="thread_resolved_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["case", "section", "field"], name="thread_anchor")]

    def __str__(self) -> str:
        return f"{self.section}.{self.field}"

    @property
    def anchor(self) -> str:
        """The fragment of the case page the thread stands at."""
        return f"thread-{self.pk}"


class Comment(models.Model):
    """One entry of a thread. `is_unchanged_explained` marks an answer that says why the text stays as it is."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    suggested_text = models.TextField(blank=True, default="")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    mentions = models.ManyToManyField(User, related_name="+", blank=True)
    is_answer = models.BooleanField(default=False)
    is_unchanged_explained = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, suggested_text__gt=""),
                name="comment_suggestion_accepted_by_someone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.pk}"
