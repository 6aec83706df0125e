"""Questions that missions put to TRD or to an M&E adviser before they submit, each with an owner, a day and an answer."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from endorsement import querysets
from knowledge.models import Resource
from projects.models import Project
from pvehub.people.models import Country, Office, User


class SupportRequest(models.Model):
    """One question about one project, or about a country where there is no project yet."""

    class Kind(models.TextChoices):
        TRD = "trd", pgettext_lazy("support", "Ask TRD")
        MONITORING = "monitoring", pgettext_lazy("support", "Ask about monitoring and evaluation")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("support", "Open")
        ASKED_BACK = "asked_back", pgettext_lazy("support", "Waits for the mission")
        ANSWERED = "answered", pgettext_lazy("support", "Answered")
        WITHDRAWN = "withdrawn", pgettext_lazy("support", "Withdrawn")

    number = models.PositiveIntegerField(unique=True)
    kind = models.TextField(choices=Kind)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="support_requests")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.TextField()
    question = models.TextField()
    language = models.CharField(max_length=2, default="en")
    state = models.TextField(choices=State, default=State.OPEN)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    # The question and its answer as a text for everybody, where somebody made one of them.
    resource = models.ForeignKey(Resource, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = querysets.SupportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True, answered_at__isnull=True)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="support_answered_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_by__isnull=False), name="support_answered_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="support_due")]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The page of the question."""
        return reverse("endorsement:support-detail", args=[self.number])

    def notice_title(self) -> str:
        """The number alone: a question can name what its project does not show to all."""
        return f"S-{self.number}"

    @property
    def tier(self) -> int:
        """As confidential as the project it is about; without one, of its office and headquarters."""
        return self.project.tier if self.project else 1


class SupportEntry(models.Model):
    """One word in the exchange: a question back, a word from the mission, the answer."""

    request = models.ForeignKey(SupportRequest, on_delete=models.PROTECT, related_name="entries")
    text = models.TextField()
    is_answer = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.request_id} · {self.pk}"
