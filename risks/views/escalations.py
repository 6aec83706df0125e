"""Passing a risk upwards, and answering."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub.access import once, require, require_recent
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of
from risks import actions, permissions, showing
from risks.covering import rule_of, today_of
from risks.handover import ConfirmForm, EscalateForm, ReturnForm
from risks.models import Escalation
from risks.scoring import Level, level_order
from risks.workflow import EscalationState

from .loading import did, risk_or_404


def escalation_list(request: HttpRequest) -> HttpResponse:
    """What was passed up to this person's seat and waits for an answer, the most urgent first."""
    rows = Escalation.objects.awaiting(request.user).with_risk().order_by("answer_by_on", "asked_at", "pk")
    context = {"page": page_of(rows, request)}
    return render_page(request, "risks/escalation_list.html", context, fragment="risks/_escalations.html")


@once
def risk_escalate(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """To whom it may go and by when they answer stands on the page before anything is asked."""
    risk = risk_or_404(request, code, ref)
    require(permissions.why_not_escalate(request.user, risk))
    form = EscalateForm(request.POST or None, risk=risk, user=request.user)
    asked: list[Escalation] = []
    if request.method == "POST" and did(
        form, lambda: asked.append(actions.escalate(risk, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, _("Passed on to: %(seat)s.") % {"seat": asked[0].get_seat_display()})
        return redirect(asked[0])
    rule = rule_of(risk)
    context = {"risk": risk, "form": form, "rule": rule, "seats": permissions.seats_for(risk, request.user)}
    return render(request, "risks/risk_escalate.html", context)


def _escalation_or_404(request: HttpRequest, code: str, ref: str, pk: int) -> Escalation:
    """The escalation with its risk, where this person may read the risk."""
    risk = risk_or_404(request, code, ref)
    rows = Escalation.objects.select_related("asked_by", "answered_by", "on_behalf_of", "owner_before", "watched_in")
    found: Escalation = get_object_or_404(rows, risk=risk, pk=pk)
    found.risk = risk
    return found


def escalation_detail(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    """What is asked and why, the risk as it is rated, and the answer."""
    return _page(request, _escalation_or_404(request, code, ref, pk))


def _page(request: HttpRequest, escalation: Escalation, **forms: Form) -> HttpResponse:
    user, risk = request.user, escalation.risk
    context = {
        "escalation": escalation,
        "risk": risk,
        "today": today_of(risk.register),
        "ratings": (rows := showing.ratings(risk.assessment)),
        "dimensions": showing.dimensions(rows),
        "why_not": {
            "confirm": permissions.why_not_confirm_escalation(user, escalation),
            "give_back": permissions.why_not_return_escalation(user, escalation),
            "withdraw": permissions.why_not_withdraw_escalation(user, escalation),
        },
        "confirm_form": ConfirmForm(risk=risk, user=user),
        "return_form": ReturnForm(prefix="back"),
    }
    return render(request, "risks/escalation_detail.html", context | forms)


def _answer(
    request: HttpRequest,
    form_name: str,
    form: Form,
    escalation: Escalation,
    act: Callable[..., Any],
    why_not: str | None,
    said: str,
) -> HttpResponse:
    """One answer: done and back to the risk, or the page again with what was typed.

    Whether it was answered meanwhile is the action's to say, since it gives the typed words back. Whoever takes over
    from Very high on confirms first who they are.
    """
    if escalation.state == EscalationState.ASKED:
        require(why_not)
    takes_over = act is actions.confirm_escalation and level_order(escalation.level) >= level_order(Level.VERY_HIGH)
    if takes_over and form.is_valid():
        require_recent(request)
    if did(form, lambda: act(escalation, by=request.user, **form.cleaned_data)):
        messages.success(request, said)
        return redirect(escalation.risk)
    return _page(request, escalation, **{form_name: form})


@require_POST
@once
def escalation_confirm(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    escalation = _escalation_or_404(request, code, ref, pk)
    form = ConfirmForm(request.POST, risk=escalation.risk, user=request.user)
    why_not = permissions.why_not_confirm_escalation(request.user, escalation)
    said = _("You have taken this risk over.")
    return _answer(request, "confirm_form", form, escalation, actions.confirm_escalation, why_not, said)


@require_POST
@once
def escalation_return(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    escalation = _escalation_or_404(request, code, ref, pk)
    form = ReturnForm(request.POST, prefix="back")
    why_not = permissions.why_not_return_escalation(request.user, escalation)
    said = _("Given back. Who asked and who owns it are told.")
    return _answer(request, "return_form", form, escalation, actions.return_escalation, why_not, said)


@require_POST
@once
def escalation_withdraw(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    escalation = _escalation_or_404(request, code, ref, pk)
    actions.withdraw_escalation(escalation, by=request.user)
    messages.success(request, _("It is taken back and stays with its owner."))
    return redirect(escalation.risk)
