"""Other organizations' projects, read-only, and the lists that were uploaded to be brought in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Country, Office

from ..querysets import ImportBatchQuerySet, OtherProjectQuerySet


class OtherProject(models.Model):
    """A project of another organization, as a list told it: no life cycle, in no count of the portfolio."""

    external_id = models.CharField(_("identifier in its list"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    language = models.CharField(max_length=2, blank=True)
    organizations = models.TextField(_("organizations"), blank=True)
    countries = models.ManyToManyField(Country, related_name="other_projects", blank=True)
    start_on = models.DateField(null=True, blank=True)
    end_on = models.DateField(null=True, blank=True)
    budget = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    source = models.CharField(_("list it came in"), max_length=200)
    imported = models.JSONField(default=dict)
    imported_at = models.DateTimeField(default=timezone.now)

    objects = OtherProjectQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class ImportBatch(models.Model):
    """An uploaded list between its upload and its being applied. It changes no project until then; only its owner sees it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_batches")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=200)
    header = models.JSONField()
    rows = models.JSONField()
    mapping = models.JSONField(default=dict)
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
            )
        ]

    def __str__(self) -> str:
        return self.name
