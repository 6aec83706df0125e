"""Counts of one night, for trends. They are of one matrix each and are never added across matrices."""

from django.db import models

from pvehub.people.models import Office
from risks.surveyed import NightQuerySet
from risks.workflow import Reach

from .method import Category, MatrixVersion


class PortfolioSnapshot(models.Model):
    """How many risks of a category an office had on one evening, per band of one matrix. Written once a night.

    `bands` has the live risks by current band, those without a rating under "unrated" of the matrix in force. No office:
    the stream. Drafts, projects of higher tiers and restricted risks are counted in rows of their own, so that who may
    not read them can be told a figure without them.
    """

    taken_on = models.DateField()
    matrix = models.ForeignKey(MatrixVersion, models.PROTECT, related_name="portfolio_snapshots")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="portfolio_snapshots")
    category = models.ForeignKey(Category, models.PROTECT, related_name="portfolio_snapshots")
    bands = models.JSONField(default=dict)
    materialised = models.PositiveIntegerField(default=0)
    uncovered = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    reach = models.CharField(max_length=6, choices=Reach.choices, default=Reach.REGION)
    is_restricted = models.BooleanField(default=False)

    objects = NightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["taken_on", "matrix", "office", "category", "reach", "is_restricted"],
                nulls_distinct=False,
                name="portfolio_snapshot_once_a_night",
            )
        ]

    def __str__(self) -> str:
        return f"{self.taken_on.isoformat()} {self.office_id} {self.category_id}"
