"""What a project says: answers per field with their revisions, the rows of its tables, and drafts not yet saved."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub.vocabulary.models import Term

from .project import Project


class Answer(models.Model):
    """One field of one project: how often it was changed, by whom last, and its value.

    Where the value is a column of the project or a table of rows, `value` stays null and only the revision lives here.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="answers")
    field = models.SlugField(max_length=40)
    value = models.JSONField(null=True, blank=True)
    language = models.CharField(max_length=2, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "field"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.project_id}.{self.field} r{self.revision}"


class FieldDraft(models.Model):
    """What one person has typed into one field and not saved. Nobody else reads it; saving or discarding ends it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="field_drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="field_drafts")
    section = models.SlugField(max_length=40)
    field = models.SlugField(max_length=80)  # of a row: table, row and column in one ("locations-12-note")
    text = models.TextField(blank=True)
    base = models.CharField(
        max_length=40, blank=True
    )  # the revision the form showed, so that a restored form still merges
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user", "field"], name="field_draft_once")]

    def __str__(self) -> str:
        return f"{self.project_id}.{self.field} of {self.user_id}"


class Driver(models.Model):
    """A driver of violent extremism here: how strong it is, what says so, and how sure the authors are."""

    class Level(models.TextChoices):
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    project = models.ForeignKey(Project, models.CASCADE, related_name="driver_rows")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("driver"))
    level = models.CharField(_("level"), max_length=6, choices=Level.choices)
    evidence = models.TextField(_("evidence"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=6, choices=Level.choices)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "term"], name="project_driver_once"),
            models.CheckConstraint(condition=Q(level__in=["low", "medium", "high"]), name="project_driver_level"),
            models.CheckConstraint(
                condition=Q(confidence__in=["low", "medium", "high"]), name="project_driver_confidence"
            ),
        ]

    def __str__(self) -> str:
        return str(self.term)


class Outcome(models.Model):
    """An intended change, and the drivers it answers."""

    class Change(models.TextChoices):
        PERSONAL = "personal", _("Personal")
        COMMUNAL = "communal", _("Communal")
        INSTITUTIONAL = "institutional", _("Institutional")

    project = models.ForeignKey(Project, models.CASCADE, related_name="outcomes")
    text = models.TextField(_("outcome"))
    change = models.CharField(_("kind of change"), max_length=13, choices=Change.choices)
    drivers = models.ManyToManyField(Term, related_name="+", blank=True, verbose_name=_("drivers it answers"))
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(change__in=["personal", "communal", "institutional"]), name="project_outcome_change"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Activity(models.Model):
    """Something the project does, the outcome it serves or the driver it answers directly, and its tags."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="activities")
    text = models.TextField(_("activity"))
    outcome = models.ForeignKey(
        Outcome, models.SET_NULL, related_name="activities", null=True, blank=True, verbose_name=_("outcome it serves")
    )
    drivers = models.ManyToManyField(Term, related_name="+", blank=True, verbose_name=_("drivers it answers directly"))
    interventions = models.ManyToManyField(Term, related_name="+", blank=True, verbose_name=_("kinds of intervention"))
    approaches = models.ManyToManyField(Term, related_name="+", blank=True, verbose_name=_("approaches"))
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.text[:80]
