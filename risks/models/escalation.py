"""A risk passed upwards: it stays with its owner until somebody in the seat above says that they take it over."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from risks import scoring
from risks.watched import EscalationQuerySet
from risks.workflow import ESCALATION_NEXT, EscalationState, Seat

from .register import Register
from .risk import Risk


class Escalation(models.Model):
    """One question to a seat: will you take this risk over? One at a time for a risk; an answer is final.

    `watched_in` is the register of the office or of the stream in which the risk is followed from then on.
    """

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="escalations")
    seat = models.CharField(_("to"), max_length=20, choices=Seat.choices)
    level = models.CharField(max_length=9, choices=scoring.Level.choices)
    reason = models.TextField(_("what cannot be dealt with here, and what is asked"))
    state = models.CharField(max_length=9, choices=EscalationState.choices, default=EscalationState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="escalations_asked")
    answer_by_on = models.DateField(_("to be answered by"))
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="escalations_answered"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="escalations_delegated"
    )
    answer = models.TextField(_("answer"), blank=True)
    owner_before = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="escalations_left"
    )
    watched_in = models.ForeignKey(
        Register, models.PROTECT, null=True, blank=True, related_name="escalated_here", verbose_name=_("followed in")
    )

    objects = EscalationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["risk"], condition=Q(state="asked"), name="escalation_one_open_per_risk"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="escalation_answered_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(answered_by=models.F("asked_by")),
                name="escalation_receiver_is_not_asker",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="escalation_follows_its_table",
                field="state",
                transitions=[(str(a), str(b)) for a, steps in ESCALATION_NEXT.items() for b in sorted(steps)],
            ),
            pgtrigger.Protect(
                name="escalation_is_born_asked",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state="asked"),
            ),
            pgtrigger.Protect(name="escalation_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="escalation_answer_stands",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="asked"),
            ),
        ]
        indexes = [models.Index(fields=["state", "answer_by_on"])]

    def __str__(self) -> str:
        return f"{self.risk_id} {self.seat} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("risks:escalation-detail", args=[self.risk.register.code, self.risk.ref, self.pk])

    @property
    def tier(self) -> int:
        return self.risk.tier

    def notice_title(self) -> str:
        return gettext("Escalation of %(risk)s") % {"risk": self.risk.notice_title()}
