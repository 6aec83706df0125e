"""The tables of a record that others join or time (places, components, dated analyses), and one for all the small ones."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Country

from ..querysets import ContextAnalysisQuerySet
from ..sections import TABLES, Class
from .project import Project


class Location(models.Model):
    """A place where the project works, finer than its country, with a dated word on the situation: for the team only.

    Without a country only where it came from a list or an old text that named none.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="locations")
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("country")
    )
    admin1 = models.CharField(_("region or province"), max_length=120, blank=True)
    admin2 = models.CharField(_("district"), max_length=120, blank=True)
    place = models.CharField(_("town, or a free description"), max_length=200, blank=True)
    note = models.TextField(_("the situation there"), blank=True)
    noted_on = models.DateField(_("as of"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(admin1="", admin2="", place=""), name="location_is_finer_than_its_country"
            )
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.place, self.admin2, self.admin1) if part)


class Component(models.Model):
    """A PVE-relevant part of a project that is not PVE as a whole: its share of the budget, its outcome, its own class."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="components")
    title = models.CharField(_("title"), max_length=300)
    share = models.DecimalField(
        _("share of the budget, in percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    outcome = models.TextField(_("intended outcome"), blank=True)
    classification = models.CharField(_("class"), max_length=8, choices=Class.choices, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=100), name="component_share_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(classification__in=["", *Class.values]), name="component_class_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ContextAnalysis(models.Model):
    """What was going on, according to whom, as of a day. Versions stay; the newest one counts, until its review-by date."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="analyses")
    text = models.TextField(_("analysis"))
    sources = models.TextField(_("sources"), blank=True)
    written_on = models.DateField(_("as of"))
    review_on = models.DateField(_("review it by"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ContextAnalysisQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["project", "-written_on", "-id"], name="analysis_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__gte=F("written_on")),
                name="analysis_is_reviewed_after_it_was_written",
            )
        ]

    def __str__(self) -> str:
        return f"{self.written_on}: {self.text[:60]}"


class TableRow(models.Model):
    """A row of one of the small tables (`sections.TABLES`): text by column, checked by `sections.tables.clean`."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="table_rows")
    table = models.SlugField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    data = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["project", "table", "position", "id"], name="table_row_in_order")]
        constraints = [models.CheckConstraint(condition=Q(table__in=sorted(TABLES)), name="table_row_table_is_known")]

    def __str__(self) -> str:
        return str(self.data.get(TABLES[self.table].main, ""))[:80]
