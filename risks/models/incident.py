"""What did happen: an event with harm or the near miss of it, and the risks it made real."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from risks.watched import IncidentQuerySet
from risks.workflow import IncidentState, Visibility

from .register import Register
from .risk import Risk


class Incident(models.Model):
    """Something that happened. `impact_detail` has 1–5 on each dimension it touched; its ref is never used again.

    It is read at most as widely as every risk it materialised.
    """

    WHO_READS = (
        (Visibility.OFFICE.value, _("Everyone who reads this register")),
        (Visibility.RESTRICTED.value, _("Who reported it, the head of the lead office, the risk officer")),
    )

    register = models.ForeignKey(Register, models.PROTECT, related_name="incidents")
    number = models.PositiveSmallIntegerField()
    ref = models.CharField(max_length=6)
    title = models.CharField(pgettext_lazy("incident", "what happened, in a line"), max_length=200)
    text = models.TextField(_("what happened"))
    done = models.TextField(_("what was done at once"), blank=True)
    happened_on = models.DateField(_("when it happened"))
    impact_detail = models.JSONField(help_text="impact 1–5 on each dimension it touched")
    impact = models.PositiveSmallIntegerField()
    is_foreseen = models.BooleanField(_("the register had foreseen it"), default=False)
    risks = models.ManyToManyField(Risk, related_name="incidents", blank=True, verbose_name=_("risks it made real"))
    visibility = models.CharField(_("who reads it"), max_length=10, choices=WHO_READS, default=Visibility.OFFICE)
    language = models.CharField(max_length=2, default="en")
    state = models.CharField(max_length=6, choices=IncidentState.choices, default=IncidentState.OPEN)
    closing = models.TextField(_("how it was dealt with, and what changes"), blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="incidents_reported")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="incidents_closed"
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="incident_number_once"),
            models.UniqueConstraint(fields=["register", "ref"], name="incident_ref_once"),
            models.CheckConstraint(condition=Q(impact__range=(1, 5)), name="incident_impact_runs_from_1_to_5"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | Q(state="closed", closed_at__isnull=False, closed_by__isnull=False) & ~Q(closing=""),
                name="incident_closed_by_someone_with_words",
            ),
        ]
        indexes = [models.Index(fields=["register", "-happened_on"])]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("risks:incident-detail", args=[self.register.code, self.ref])

    @property
    def is_restricted(self) -> bool:
        return self.visibility == Visibility.RESTRICTED

    @property
    def tier(self) -> int:
        """At least its register's; a restricted one, or one of a restricted risk, is for named persons only."""
        if self.is_restricted or any(risk.is_restricted for risk in self.risks.all()):
            return 3
        return self.register.tier

    def who_sees(self) -> list[str]:
        """Who reads this incident, in sentences."""
        if self.tier > self.register.tier:
            return [
                gettext(
                    "Who reported it, the head of the lead office, the risk officer, as far as they read its risks."
                ),
                gettext(
                    "Everybody else who reads the register sees that there is one more incident, and nothing of it."
                ),
            ]
        return [*self.register.who_sees()[:3], gettext("Never more people than read every risk it made real.")]

    def notice_title(self) -> str:
        return gettext("Incident %(ref)s of %(title)s") % {"ref": self.ref, "title": self.register.title}
