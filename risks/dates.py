"""What of the registers falls due to a person, for their calendar."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pvehub import access
from pvehub.dates import Due
from risks.models import Acceptance, BrokenPosition, Escalation, RegisterAssumption, Risk, Treatment


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


def _positions(user: Any, first: date, last: date) -> Any:
    """Risks that nobody assumes any more, in projects this person manages: how long these may go on so."""
    rows = BrokenPosition.objects.visible_to(user).standing().filter(risk__register__project__manager=user)
    return rows.filter(grace_until_on__range=(first, last)).with_risk()


def _assumptions(user: Any, first: date, last: date) -> Any:
    """The year for which the register of the stream was assumed, for who assumes it."""
    if not access.standing(user).anywhere("accept_for_organization"):
        return RegisterAssumption.objects.none()
    rows = RegisterAssumption.objects.visible_to(user).ending(last).filter(valid_until_on__gte=first)
    return rows.select_related("register").order_by("valid_until_on", "pk")


def _what(risk: Risk) -> str:
    """The risk by its event, which its owner knows it by; one that is not written yet by its number."""
    return risk.event or risk.notice_title()


DATES = [
    Due(
        "risks.review",
        _("A risk is to be reviewed."),
        _reviews,
        lambda risk: risk.next_review_on,
        name=_what,
        of=lambda risk: risk.notice_title(),
    ),
    Due(
        "risks.measure",
        _("A measure is to be done."),
        _measures,
        lambda measure: measure.due_on,
        name=lambda measure: measure.text,
        of=lambda measure: measure.served[0].notice_title(),
        url=lambda measure: str(measure.served[0].get_absolute_url()),
    ),
    Due(
        "risks.acceptance",
        _("An acceptance ends."),
        _acceptances,
        lambda acceptance: acceptance.valid_until_on,
        name=lambda acceptance: _what(acceptance.risk),
        of=lambda acceptance: acceptance.risk.notice_title(),
    ),
    Due(
        "risks.escalation",
        _("A risk passed up to you is to be answered."),
        _escalations,
        lambda row: row.answer_by_on,
        name=lambda row: _what(row.risk),
        of=lambda row: row.risk.notice_title(),
    ),
    # A position is seen with its register: what a restricted risk says is no part of it.
    Due(
        "risks.position",
        _("Grace ends for a risk that nobody assumes."),
        _positions,
        lambda row: row.grace_until_on,
        name=lambda row: row.risk.notice_title(),
        url=lambda row: str(row.risk.register.get_absolute_url()),
    ),
    Due(
        "risks.assumption",
        _("A register is to be assumed anew."),
        _assumptions,
        lambda row: row.valid_until_on,
        name=lambda row: row.register.notice_title(),
        url=lambda row: str(row.register.get_absolute_url()),
    ),
]
