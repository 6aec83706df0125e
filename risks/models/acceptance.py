"""What remains of a risk, assumed by a named seat: the request, each signature, and how it ended."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pvehub.audit import appendonly
from risks import scoring
from risks.querysets import AcceptanceQuerySet
from risks.workflow import ACCEPTANCE_NEXT, AcceptanceState, Act, Basis, Seat

from .risk import Assessment, Risk


class Acceptance(models.Model):
    """One acceptance, bound to one assessment and to the hash of one treatment plan. A renewal is a new row.

    It may move only along ACCEPTANCE_NEXT, is born requested, and what it was granted on is never edited.
    """

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="acceptances")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="acceptances")
    basis = models.CharField(_("what is accepted"), max_length=7, choices=Basis.choices, default=Basis.CURRENT)
    band = models.CharField(max_length=9, choices=scoring.Band.choices)
    level = models.CharField(max_length=9, choices=[c for c in scoring.Level.choices if c[0] != "nobody"])
    seat = models.CharField(max_length=20, choices=Seat.choices)
    concurs = models.JSONField(default=list, blank=True, help_text="the seats that concur first, in their order")
    turn = models.CharField(max_length=20, choices=Seat.choices, help_text="the seat whose word is next")
    plan_sha256 = models.CharField(max_length=64)
    statement_sha256 = models.CharField(max_length=64)
    reason = models.TextField(_("why it may be carried"))
    state = models.CharField(max_length=9, choices=AcceptanceState.choices, default=AcceptanceState.REQUESTED)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acceptances_requested")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="acceptances_decided"
    )
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["risk"], condition=Q(state="requested"), name="acceptance_one_request_per_risk"
            ),
            models.UniqueConstraint(fields=["risk"], condition=Q(state="granted"), name="acceptance_one_per_risk"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="acceptance_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "expired", "replaced"])
                | Q(decided_at__isnull=False, valid_until_on__isnull=False),
                name="acceptance_granted_has_its_end",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("requested_by")),
                name="acceptance_decider_is_not_requester",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="acceptance_follows_its_table",
                field="state",
                transitions=[(str(a), str(b)) for a, steps in ACCEPTANCE_NEXT.items() for b in sorted(steps)],
            ),
            pgtrigger.Protect(
                name="acceptance_is_born_requested",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state="requested"),
            ),
            pgtrigger.Protect(name="acceptance_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="acceptance_terms_stand",
                fields=[
                    "risk",
                    "assessment",
                    "basis",
                    "band",
                    "level",
                    "seat",
                    "concurs",
                    "plan_sha256",
                    "statement_sha256",
                    "reason",
                    "requested_at",
                    "requested_by",
                ],
            ),
            pgtrigger.Protect(
                name="acceptance_decision_stands",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="requested")
                & (
                    pgtrigger.Q(old__decided_at__df=pgtrigger.F("new__decided_at"))
                    | pgtrigger.Q(old__decided_by__df=pgtrigger.F("new__decided_by"))
                    | pgtrigger.Q(old__valid_until_on__df=pgtrigger.F("new__valid_until_on"))
                ),
            ),
            pgtrigger.Protect(
                name="acceptance_final_stays",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state__in=["requested", "granted"]),
            ),
        ]
        indexes = [models.Index(fields=["state", "valid_until_on"])]

    def __str__(self) -> str:
        return f"{self.risk_id} {self.level} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("risks:acceptance-detail", args=[self.risk.register.code, self.risk.ref, self.pk])

    @property
    def tier(self) -> int:
        return self.risk.tier

    @property
    def is_referred(self) -> bool:
        """Whether the seat that was asked has passed the decision on to the one whose turn it is."""
        return self.turn != self.seat and self.turn not in self.concurs

    @property
    def is_to_decide(self) -> bool:
        """Whether all concurrences are in: the next word is the decision."""
        return self.turn == self.seat or self.is_referred

    def notice_title(self) -> str:
        return gettext("Acceptance of %(risk)s") % {"risk": self.risk.notice_title()}


class AcceptanceStep(models.Model):
    """One signature. Append-only; nobody signs two, and there is one decision."""

    acceptance = models.ForeignKey(Acceptance, models.PROTECT, related_name="steps")
    seq = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=9, choices=Act.choices)
    seat = models.CharField(max_length=20, choices=Seat.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acceptance_steps")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="acceptance_steps_delegated"
    )
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["acceptance", "seq"], name="acceptance_step_once"),
            models.UniqueConstraint(
                fields=["acceptance", "by"],
                condition=Q(act__in=["requested", "concurred", "referred", "granted", "declined"]),
                name="acceptance_nobody_signs_twice",
            ),
            models.UniqueConstraint(
                fields=["acceptance"],
                condition=Q(act__in=["granted", "declined", "withdrawn"]),
                name="acceptance_one_final_step",
            ),
        ]
        triggers = appendonly.append_only()

    def __str__(self) -> str:
        return f"{self.acceptance_id}/{self.seq}: {self.act}"
