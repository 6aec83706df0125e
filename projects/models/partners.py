"""Organizations, each one shared record, and the part each plays in a project."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Country

from ..querysets import OrganizationQuerySet
from .project import Project


class Organization(models.Model):
    """A partner or donor: one record for all projects, so that its page can say where else it takes part."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        LOCAL = "local", _("Local government")
        CSO = "cso", _("Civil-society organization")
        RELIGIOUS = "religious", _("Religious or traditional body")
        PRIVATE = "private", _("Private sector")
        ACADEMIC = "academic", _("Academic or research")
        MULTILATERAL = "multilateral", _("Multilateral")
        FOUNDATION = "foundation", _("Foundation")
        SECURITY = "security", _("Police, military or other security body")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices)
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("country")
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), "country", name="organization_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "government",
                        "local",
                        "cso",
                        "religious",
                        "private",
                        "academic",
                        "multilateral",
                        "foundation",
                        "security",
                        "other",
                    ]
                ),
                name="organization_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:organization-detail", args=[self.pk])


class Participation(models.Model):
    """What one organization is to one project: a partner with its added value, or a donor with its money."""

    class Role(models.TextChoices):
        PARTNER = "partner", _("Partner")
        DONOR = "donor", _("Donor")

    class Arm(models.TextChoices):
        DEVELOPMENT = "development", _("Development")
        HUMANITARIAN = "humanitarian", _("Humanitarian")
        DIPLOMATIC = "diplomatic", _("Diplomatic")
        SECURITY = "security", _("Security")
        OTHER = "other", _("Other")

    class Diligence(models.TextChoices):
        CLEAR = "clear", _("No concern")
        MEASURES = "measures", _("Acceptable with measures")
        REFUSED = "refused", _("Not acceptable")

    project = models.ForeignKey(Project, models.CASCADE, related_name="participations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=8, choices=Role.choices)
    added_value = models.TextField(_("what it adds"), blank=True)
    diligence_on = models.DateField(_("due diligence done on"), null=True, blank=True)
    diligence = models.CharField(_("outcome of the due diligence"), max_length=8, choices=Diligence.choices, blank=True)
    diligence_until_on = models.DateField(_("due diligence valid until"), null=True, blank=True)
    arm = models.CharField(_("funding arm"), max_length=12, choices=Arm.choices, blank=True)
    amount = models.DecimalField(
        _("amount"), max_digits=15, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "organization", "role"], name="participation_once"),
            models.CheckConstraint(condition=Q(role__in=["partner", "donor"]), name="participation_role_is_known"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="participation_amount"),
            models.CheckConstraint(
                condition=Q(diligence__in=["", "clear", "measures", "refused"]), name="participation_diligence_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)
