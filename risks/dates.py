"""What of the registers falls due to a person, for their calendar."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pvehub.dates import Due
from risks.models import Acceptance, Escalation, Risk, Treatment


def _reviews(user: Any, first: date, last: date) -> Any:
    """Live risks this person answers for."""
    rows = Risk.objects.visible_to(user).live().answered_by(user).filter(next_review_on__range=(first, last))
    return rows.select_related("register__project", "register__office").order_by("next_review_on", "pk")


def _measures(user: Any, first: date, last: date) -> Any:
    """Measures this person has still to carry out, for a risk they may read."""
    rows = Treatment.objects.visible_to(user).still_open().filter(owner=user, due_on__range=(first, last))
    return rows.with_served(user).order_by("due_on", "pk")


def _acceptances(user: Any, first: date, last: date) -> Any:
    """Acceptances in force that this person asked for, or of risks they answer for: the last day."""
    mine = Q(requested_by=user) | Q(risk__owner=user) | Q(risk__register__project__manager=user)
    rows = Acceptance.objects.visible_to(user).granted().filter(mine, valid_until_on__range=(first, last))
    return rows.with_risk().select_related("risk__register__project").order_by("valid_until_on", "pk")


def _escalations(user: Any, first: date, last: date) -> Any:
    """Risks that were passed up to this person."""
    rows = Escalation.objects.awaiting(user).filter(answer_by_on__range=(first, last))
    return rows.select_related("risk__register__project", "risk__register__office").order_by("answer_by_on", "pk")


DATES = [
    Due("risks.review", _("A risk is to be reviewed."), _reviews, lambda risk: risk.next_review_on),
    Due(
        "risks.measure",
        _("A measure is to be done."),
        _measures,
        lambda measure: measure.due_on,
        lambda measure: str(measure.served[0].get_absolute_url()),
    ),
    Due("risks.acceptance", _("An acceptance ends."), _acceptances, lambda acceptance: acceptance.valid_until_on),
    Due(
        "risks.escalation", _("A risk passed up to you is to be answered."), _escalations, lambda row: row.answer_by_on
    ),
]
