"""What a project makes of what others have learnt: cited, adapted, set aside, and whether it helped."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from knowledge import querysets, workflow


class Citation(models.Model):
    """A project says of one text what it is to it: it applies, was adapted, contradicts, was considered and not used because,
    or is kept for later; and afterwards whether it helped. The place (a section, a case, a report) is handed in by whoever
    cites and never joined. What headquarters weighs for a case is internal: it is no word of the team."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="+")
    resource = models.ForeignKey("knowledge.Resource", models.PROTECT, related_name="citations")
    #: The text that was read; what came after it is shown as a difference.
    revision = models.ForeignKey("knowledge.Revision", models.PROTECT, related_name="+")
    #: The clause of a guidance note, "3.2"; empty: the whole of it.
    clause = models.CharField(max_length=12, blank=True)
    place_kind = models.CharField(max_length=12)
    place_id = models.CharField(max_length=60)
    place_label = models.CharField(max_length=200, blank=True)
    stance = models.CharField(max_length=12, choices=workflow.Stance.choices)
    why = models.TextField(blank=True)
    is_internal = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=workflow.Helped.choices, blank=True)
    outcome_word = models.CharField(max_length=600, blank=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.CitationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["resource"], name="citation_used", condition=Q(is_internal=False))]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "resource", "clause"], condition=Q(is_internal=False), name="citation_team_once"
            ),
            models.UniqueConstraint(
                fields=["place_kind", "place_id", "resource"],
                condition=Q(is_internal=True),
                name="citation_internal_once",
            ),
            models.CheckConstraint(
                condition=~Q(stance__in=["not-relevant", "contradicts"]) | ~Q(why=""), name="citation_stance_says_why"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_word="", outcome_by=None, outcome_at=None)
                | (~Q(outcome="") & Q(outcome_by__isnull=False, outcome_at__isnull=False)),
                name="citation_outcome_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.resource_id} {self.stance}"

    def get_absolute_url(self) -> str:
        """What became of the text since it was cited, for the people of the project."""
        return reverse("knowledge:citation-detail", args=[self.pk])

    def notice_title(self) -> str:
        """What a notice calls it."""
        return self.resource.title

    @property
    def tier(self) -> int:
        """As strict as the stricter of the two it joins: that a project uses a text is theirs to know."""
        return max(self.project.tier, self.resource.tier)

    @property
    def is_behind(self) -> bool:
        """Whether readers have another text than the one that was cited."""
        return self.revision_id != self.resource.published_revision_id
