"""Other organizations' projects, read-only, and the lists that were uploaded to be brought in, row by row."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Country, Office
from pvehub.vocabulary.models import Term

from ..querysets import ImportBatchQuerySet, OtherProjectQuerySet
from .project import Project

BY_HAND = "by-hand-"


class OtherProject(models.Model):
    """A project of another organization, as a list or a colleague told it: no life cycle, in no count of the portfolio.

    `contact` is what the organization itself has published (an office, a function, an address of either), never a
    private person.
    """

    external_id = models.CharField(_("identifier in its list"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    language = models.CharField(max_length=2, blank=True)
    organizations = models.TextField(_("organizations"), blank=True)
    donors = models.TextField(_("donors"), blank=True)
    contact = models.CharField(_("contact of the organization"), max_length=300, blank=True)
    countries = models.ManyToManyField(Country, related_name="other_projects", blank=True)
    themes = models.ManyToManyField(Term, related_name="other_projects", blank=True)
    start_on = models.DateField(_("starts on"), null=True, blank=True)
    end_on = models.DateField(_("ends on"), null=True, blank=True)
    budget = models.DecimalField(_("budget"), max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    source = models.CharField(_("source"), max_length=200)
    source_on = models.DateField(_("date of the source"), null=True, blank=True)
    imported = models.JSONField(default=dict)  # what its list said last; empty where it was written down by hand
    imported_at = models.DateTimeField(default=timezone.now)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects = OtherProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(budget__isnull=True) | Q(budget__gte=0), name="other_budget"),
            models.CheckConstraint(
                condition=Q(start_on__isnull=True) | Q(end_on__isnull=True) | Q(end_on__gte=F("start_on")),
                name="other_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:other-detail", args=[self.pk])

    @property
    def shown_id(self) -> str:
        """Its identifier, unless it is one that was made up here because it had none."""
        return "" if self.external_id.startswith(BY_HAND) else self.external_id

    @property
    def was_by_hand(self) -> bool:
        return not self.imported


class ImportBatch(models.Model):
    """An uploaded list between its upload and its being applied. It changes no project until then; only its owner sees it.

    `counts` and the verdicts of its rows are those of the last dry run, `checked_at` its moment; another mapping or a
    decision about a row takes it back.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_batches")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=4, default="csv")  # csv, xlsx or iati
    header = models.JSONField()
    total = models.PositiveIntegerField(default=0)
    listed_on = models.DateField(_("date of the list"), null=True, blank=True)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_counts = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_counts__isnull=True)
                | Q(applied_at__isnull=False, applied_counts__isnull=False),
                name="import_applied_at_and_counts",
            ),
            models.CheckConstraint(condition=Q(kind__in=["csv", "xlsx", "iati"]), name="import_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:import-detail", args=[self.pk])


class ImportRow(models.Model):
    """One row of an uploaded list: its cells, what the last dry run said of it, what a person decided, what it became."""

    class Verdict(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Unchanged")
        UNCLEAR = "unclear", _("Unclear")
        NOT_YOURS = "not_yours", _("Not yours")
        REFUSED = "refused", _("Refused")

    class Choice(models.TextChoices):
        SAME = "same", _("The same project")
        OWN = "own", _("A project of its own")
        KEEP = "keep", _("Keep what was edited here, take the rest")
        OUT = "out", _("Leave out")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()  # as a spreadsheet counts: the header is row 1
    cells = models.JSONField()
    becomes = models.CharField(max_length=7, default="project")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    problems = models.JSONField(default=list)  # [[column or "", reason], ...]
    choices = models.JSONField(default=list)  # which decisions a person may take about it
    choice = models.CharField(max_length=4, choices=Choice.choices, blank=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", null=True, blank=True)
    project = models.ForeignKey(Project, models.SET_NULL, related_name="+", null=True, blank=True)
    other = models.ForeignKey(OtherProject, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "verdict", "number"], name="import_row_by_verdict")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_once"),
            models.CheckConstraint(condition=Q(becomes__in=["project", "other"]), name="import_row_becomes"),
            models.CheckConstraint(
                condition=Q(choice__in=["", "same", "own", "keep", "out"]), name="import_row_choice_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"

    @property
    def was_applied(self) -> bool:
        """Whether applying the list made or changed something for this row; the list comes with it."""
        return self.batch.applied_at is not None and self.verdict in (self.Verdict.NEW, self.Verdict.CHANGED)

    def offered(self) -> list[tuple[str, str]]:
        """The decisions a person may take about it, with their labels."""
        return [(value, str(self.Choice(value).label)) for value in self.choices]

    def told_changes(self) -> list[tuple[str, str, str]]:
        """What the list changes: the field, what it said before, what it says now; long texts by their beginnings."""
        return [(name, _short(before), _short(after)) for name, (before, after) in self.changes.items()]


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
