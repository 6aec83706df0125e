"""A risk, how it was assessed over time, and what is done about it."""

import uuid
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Greatest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pvehub.access.models import GroupGrant, UserGrant
from pvehub.audit import appendonly
from risks import scoring
from risks.querysets import RiskQuerySet, TreatmentQuerySet
from risks.workflow import POSITIONS, Lowers, Progress, RiskState, Speed, Strategy, Visibility

from .method import Category, LibraryRisk, MatrixVersion
from .register import Register


class Risk(models.Model):
    """Cause, event, consequence: because of this, that may happen, which leads to. Its ref is never used again.

    `assessment` caches the latest assessment; it is written with it, under the lock of the risk.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="risks")
    number = models.PositiveSmallIntegerField()
    ref = models.CharField(max_length=6)
    category = models.ForeignKey(Category, models.PROTECT, related_name="risks", verbose_name=_("category"))
    library_risk = models.ForeignKey(LibraryRisk, models.PROTECT, null=True, blank=True, related_name="risks")
    cause = models.TextField(_("cause"), blank=True)
    event = models.TextField(_("event"), blank=True)
    consequence = models.TextField(_("consequence"), blank=True)
    language = models.CharField(max_length=2, default="en")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="risks_owned",
        verbose_name=_("owner"),
    )
    strategy = models.CharField(_("strategy"), max_length=6, choices=Strategy.choices, blank=True)
    shared_with = models.TextField(_("who carries part of it, and what they answered"), blank=True)
    is_direct = models.BooleanField(_("our own message confronts a group"), default=False)
    visibility = models.CharField(
        _("who reads it"), max_length=10, choices=Visibility.choices, default=Visibility.OFFICE
    )
    state = models.CharField(max_length=12, choices=RiskState.choices, default=RiskState.DRAFT)
    state_reason = models.TextField(blank=True)
    assessment = models.ForeignKey("Assessment", models.PROTECT, null=True, blank=True, related_name="+")
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", verbose_name=_("copied from")
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="risks_added")

    objects = RiskQuerySet.as_manager()
    acceptances_alive: list[Any]  # asked for or in force; there after `with_rating()`

    class Meta:
        permissions = [("see_restricted", "Read this restricted risk")]
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="risk_number_once"),
            models.UniqueConstraint(fields=["register", "ref"], name="risk_ref_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "closed"])
                | (~Q(cause="") & ~Q(event="") & ~Q(consequence="") & Q(owner__isnull=False)),
                name="risk_open_is_complete",
            ),
        ]
        indexes = [models.Index(fields=["owner", "next_review_on"]), models.Index(fields=["next_review_on"])]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("risks:risk-detail", args=[self.register.code, self.ref])

    @property
    def tier(self) -> int:
        """At least its register's; a restricted risk is for named persons only."""
        return 3 if self.visibility == Visibility.RESTRICTED else self.register.tier

    def who_sees(self) -> list[str]:
        """Who reads this risk, in sentences."""
        if self.visibility == Visibility.RESTRICTED:
            return [
                gettext("Its owner, the head of the lead office, persons named for it, the risk officer."),
                gettext("Everybody else who reads the register sees that there is one more risk, and nothing of it."),
            ]
        if self.visibility == Visibility.TEAM:
            return [
                gettext(
                    "The team, the head of the lead office; once submitted TRD, the region up to tier 1, the risk officer."
                )
            ]
        return self.register.who_sees()

    def notice_title(self) -> str:
        return gettext("Risk %(ref)s of %(title)s") % {"ref": self.ref, "title": self.register.title}

    @property
    def is_restricted(self) -> bool:
        return self.visibility == Visibility.RESTRICTED

    @property
    def is_live(self) -> bool:
        return self.state != RiskState.CLOSED

    @property
    def appetite(self) -> str:
        """The appetite that counts for this risk: that of the version it was rated in, unrated that of the active one.

        A red line binds direct ones, others of its category are averse.
        """
        if self.assessment is not None:
            return self.assessment.matrix.appetite_for(self.category, is_direct=self.is_direct)
        return scoring.effective_appetite(self.category.appetite, is_direct=self.is_direct)

    @property
    def appetite_word(self) -> str:
        """Its appetite as people say it."""
        return str(scoring.Appetite(self.appetite).label)

    @property
    def rated(self) -> "Assessment":
        """The latest assessment, for who knows that there is one."""
        return cast("Assessment", self.assessment)

    @property
    def has_statement(self) -> bool:
        return all(text.strip() for text in (self.cause, self.event, self.consequence))


class RiskUserGrant(UserGrant):
    """A named person who may read one restricted risk."""

    content_object = models.ForeignKey(Risk, models.CASCADE)


class RiskGroupGrant(GroupGrant):
    """An address, an office and a role together, that may read one restricted risk."""

    content_object = models.ForeignKey(Risk, models.CASCADE)


def _highest(position: str) -> Greatest:
    """The highest dimension of a position, in SQL; PostgreSQL's GREATEST leaves out what is null."""
    of = (KeyTextTransform(name, f"{position}_detail") for name in scoring.Dimension.values)
    return Greatest(*(Cast(value, models.SmallIntegerField()) for value in of))


def _detail() -> models.JSONField:
    return models.JSONField(help_text="impact 1–5 on each dimension it touches")


def _step() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(choices=[(n, str(n)) for n in range(1, 6)])


def _band() -> models.CharField:
    return models.CharField(max_length=9, choices=scoring.Band.choices)


def _level() -> models.CharField:
    return models.CharField(max_length=9, choices=scoring.Level.choices)


class Assessment(models.Model):
    """One judgement of a risk in its three positions: before anything was done, now, and once the plan is done.

    Append-only. Bands and levels are those of its own matrix version and are never recomputed.
    """

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField()
    matrix = models.ForeignKey(MatrixVersion, models.PROTECT, related_name="assessments")
    inherent_likelihood, inherent_impact, inherent_detail, inherent_band = _step(), _step(), _detail(), _band()
    current_likelihood, current_impact, current_detail, current_band = _step(), _step(), _detail(), _band()
    target_likelihood, target_impact, target_detail, target_band = _step(), _step(), _detail(), _band()
    current_level, target_level = _level(), _level()
    confidence = models.CharField(_("confidence"), max_length=6, choices=scoring.Confidence.choices)
    speed = models.CharField(_("how fast it comes"), max_length=6, choices=Speed.choices)
    bearers = models.JSONField(_("who bears the harm"), default=list, blank=True)
    rationale = models.TextField(_("why these ratings, and why this sure"))
    key = models.UUIDField(_("one-time key"), default=uuid.uuid4, editable=False)
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assessments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["risk", "number"], name="assessment_number_once"),
            models.UniqueConstraint(fields=["risk", "key"], name="assessment_key_once"),
            *(
                models.CheckConstraint(
                    condition=Q(
                        **{
                            f"{position}_likelihood__range": (1, 5),
                            f"{position}_impact__range": (1, 5),
                            f"{position}_impact": _highest(position),
                        }
                    ),
                    name=f"assessment_{position}_takes_the_highest",
                )
                for position in POSITIONS
            ),
        ]
        triggers = appendonly.append_only()

    def __str__(self) -> str:
        return f"{self.risk_id}/{self.number}: {self.current_band}"

    def rating(self, position: str) -> scoring.Rating:
        """The rating in one of the POSITIONS."""
        return scoring.Rating(getattr(self, f"{position}_likelihood"), getattr(self, f"{position}_detail"))


class Treatment(models.Model):
    """A measure against one or several risks of the same register. Its checking is a second person's."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="treatments")
    risks = models.ManyToManyField(Risk, related_name="treatments", verbose_name=_("risks it serves"))
    text = models.TextField(_("what is done"))
    lowers = models.CharField(_("what it lowers"), max_length=10, choices=Lowers.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="treatments_owned", verbose_name=_("who does it")
    )
    due_on = models.DateField(_("due"))
    is_precondition = models.BooleanField(_("an acceptance depends on its being on time"), default=False)
    postponed = models.PositiveSmallIntegerField(default=0, help_text="how many times its day was moved back")
    progress = models.CharField(_("progress"), max_length=9, choices=Progress.choices, default=Progress.PLANNED)
    cost = models.DecimalField(_("cost"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    evidence = models.TextField(_("evidence that it works or was done"), blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="treatments_verified"
    )
    verified_words = models.TextField(_("what was seen"), blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="treatments_planned")

    objects = TreatmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="treatment_verified_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("owner")), name="treatment_verified_by_another"
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | (Q(cost__gte=0) & ~Q(currency="")), name="treatment_cost_has_currency"
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"])]

    def __str__(self) -> str:
        return self.text[:60]
