"""How one would know: the indicators of a project, their values per period, and sheets of values on their way in."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub.vocabulary.models import Term

from .. import measures
from ..measures import Frequency, Level, Quality, ValueType
from ..monitored import IndicatorQuerySet, ValueQuerySet, ValueSheetQuerySet
from .project import Project


class Indicator(models.Model):
    """One thing that is measured: an indicator of the bank, or one of the project's own.

    `code` names it in sheets and in frozen content and is never given to another one. An indicator that cannot be
    measured yet says why. Its values are no part of what is endorsed.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="indicators")
    code = models.CharField(_("code"), max_length=40)
    term = models.ForeignKey(
        Term, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("standard indicator")
    )
    name = models.TextField(_("what is measured"), blank=True)
    level = models.CharField(_("level"), max_length=7, choices=Level.choices)
    value_type = models.CharField(_("type of value"), max_length=7, choices=ValueType.choices)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    baseline = models.CharField(_("baseline"), max_length=300, blank=True)
    target = models.CharField(_("target"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    frequency = models.CharField(_("how often"), max_length=11, choices=Frequency.choices, blank=True)
    disaggregation = models.JSONField(_("broken down by"), default=list, blank=True)
    adds_up = models.BooleanField(_("values of several periods add up"), default=False)
    proxy_for = models.CharField(_("proxy for"), max_length=300, blank=True)
    is_measurable = models.BooleanField(_("can be measured now"), default=True)
    why_not_measurable = models.TextField(_("why it cannot be measured yet"), blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="indicator_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="indicator_level"),
            models.CheckConstraint(condition=Q(value_type__in=ValueType.values), name="indicator_value_type"),
            models.CheckConstraint(condition=Q(frequency__in=["", *Frequency.values]), name="indicator_frequency"),
            models.CheckConstraint(condition=Q(term__isnull=False) | ~Q(name=""), name="indicator_has_a_name"),
            models.CheckConstraint(
                condition=Q(is_measurable=True) | ~Q(why_not_measurable=""), name="indicator_says_why_not"
            ),
            models.CheckConstraint(
                condition=Q(adds_up=False) | Q(value_type=ValueType.NUMBER), name="indicator_only_numbers_add_up"
            ),
        ]

    def __str__(self) -> str:
        return self.title[:80]

    def get_absolute_url(self) -> str:
        return reverse("projects:project-indicator", args=[self.project.ref, self.code])

    @property
    def title(self) -> str:
        """What is measured: the project's own words, else the name in the bank, in the reader's language."""
        return self.name or (self.term.name if self.term else "")

    @property
    def is_counted(self) -> bool:
        return self.value_type != ValueType.TEXT

    @property
    def baseline_number(self) -> Decimal | None:
        return measures.number(self.baseline) if self.is_counted else None

    @property
    def target_number(self) -> Decimal | None:
        return measures.number(self.target) if self.is_counted else None


class IndicatorValue(models.Model):
    """What was measured for one period. It is corrected, never overwritten unseen: each correction is in the history.

    `parts` = {dimension: {category: "number"}}; of a number, each dimension adds up to the value. `base` is the number of
    people asked or cases looked at. People stand in none of it.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    start_on = models.DateField(_("from"))
    end_on = models.DateField(_("until"))
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True, blank=True)
    text = models.TextField(_("in words"), blank=True)
    base = models.PositiveIntegerField(_("number of people asked or cases looked at"), null=True, blank=True)
    parts = models.JSONField(default=dict, blank=True)
    quality = models.CharField(_("how sure"), max_length=9, choices=Quality.choices, default=Quality.REPORTED)
    note = models.TextField(_("note"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "start_on", "end_on"], name="indicator_value_once"),
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="indicator_value_period"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(text=""), name="indicator_value_says_something"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="indicator_value_not_negative"
            ),
            models.CheckConstraint(condition=Q(quality__in=Quality.values), name="indicator_value_quality"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.start_on}–{self.end_on}"


class ValueSheet(models.Model):
    """A sheet of values between its upload and its being applied. It changes nothing until then; its owner alone sees it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="value_sheets")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="value_sheets")
    name = models.CharField(max_length=200)
    header = models.JSONField()
    rows = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_counts = models.JSONField(null=True, blank=True)

    objects = ValueSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_counts__isnull=True)
                | Q(applied_at__isnull=False, applied_counts__isnull=False),
                name="value_sheet_applied_at_and_counts",
            )
        ]

    def __str__(self) -> str:
        return self.name
