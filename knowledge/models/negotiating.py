"""What was talked over with the donors of a project: six points, and a log of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knowledge import querysets
from pvehub.audit.appendonly import append_only


class NegotiationNote(models.Model):
    """Where one point stands with the donors of a project, in a line of the team. Rows are only added: the newest says where
    it stands, the others how it came to that. Whoever reads the whole project reads them, and nobody else."""

    class Item(models.TextChoices):
        TIME = "time", _("Time frame")
        TERMS = "terms", _("Terminology")
        RESEARCH = "research", _("Research")
        EXPECTATIONS = "expectations", _("Expectations")
        SCOPE = "scope", _("Scope")
        APPROACH = "approach", _("Approach")

    class State(models.TextChoices):
        RAISED = "raised", _("Raised")
        AGREED = "agreed", _("Agreed")
        NOT_AGREED = "not-agreed", _("Not agreed")

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="+")
    item = models.CharField(max_length=12, choices=Item.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = querysets.NegotiationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["project", "-at"], name="negotiation_of_project")]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="negotiation_says_something")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.project_id} {self.item}"
