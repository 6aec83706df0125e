"""Asking for an acceptance and answering it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub.access import once, require, require_recent
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of
from risks import actions, permissions, showing
from risks.forms import DeclineForm, GrantForm, NoteForm, RequestForm
from risks.handover import ReferForm
from risks.models import Acceptance
from risks.scoring import is_weighty
from risks.workflow import AcceptanceState

from .loading import acceptance_or_404, did, risk_or_404


def acceptance_list(request: HttpRequest) -> HttpResponse:
    """The requests that wait for this person's word, the oldest first."""
    rows = Acceptance.objects.awaiting(request.user).with_risk().order_by("requested_at", "pk")
    context = {"page": page_of(rows, request)}
    return render_page(request, "risks/acceptance_list.html", context, fragment="risks/_acceptances.html")


@once
def acceptance_request(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """Who decides and who concurs stands on the page before anything is asked."""
    risk = risk_or_404(request, code, ref)
    require(permissions.why_not_request(request.user, risk))
    form = RequestForm(request.POST or None)
    asked: list[Acceptance] = []
    if request.method == "POST" and did(
        form, lambda: asked.append(actions.request_acceptance(risk, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, _("Asked. Next: %(seat)s.") % {"seat": asked[0].get_turn_display()})
        return redirect(risk)
    context = {"risk": risk, "form": form, "rules": showing.rules(risk)}
    return render(request, "risks/acceptance_request.html", context)


def acceptance_detail(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    """What is asked, on which rating and plan, what was signed so far, and the answer."""
    return _page(request, acceptance_or_404(request, code, ref, pk))


def _page(request: HttpRequest, acceptance: Acceptance, **forms: Form) -> HttpResponse:
    context = showing.acceptance_page(acceptance, request.user)
    blank = {"grant_form": GrantForm(), "decline_form": DeclineForm(prefix="no"), "concur_form": NoteForm()}
    context |= blank | {"refer_form": ReferForm(prefix="to")} | forms
    return render(request, "risks/acceptance_detail.html", context)


def _answer(
    request: HttpRequest,
    form_name: str,
    form: Form,
    acceptance: Acceptance,
    act: Callable[..., Any],
    why_not: str | None,
    said: str,
) -> HttpResponse:
    """One answer to a request: done and back to the risk, or the page again with what was typed.

    Whoever carries a High risk, or agrees that another does, confirms first who they are.
    Whether it was answered meanwhile is the action's to say, since it gives the typed words back.
    """
    if acceptance.state == AcceptanceState.REQUESTED:
        require(why_not)
    if form.is_valid() and is_weighty(acceptance.level) and act in (actions.concur, actions.grant):
        require_recent(request)
    if did(form, lambda: act(acceptance, by=request.user, **form.cleaned_data)):
        messages.success(request, said)
        return redirect(acceptance.risk)
    return _page(request, acceptance, **{form_name: form})


@require_POST
@once
def acceptance_concur(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    acceptance, form = acceptance_or_404(request, code, ref, pk), NoteForm(request.POST)
    return _answer(
        request,
        "concur_form",
        form,
        acceptance,
        actions.concur,
        permissions.why_not_concur(request.user, acceptance),
        _("You concurred."),
    )


@require_POST
@once
def acceptance_grant(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    acceptance, form = acceptance_or_404(request, code, ref, pk), GrantForm(request.POST)
    return _answer(
        request,
        "grant_form",
        form,
        acceptance,
        actions.grant,
        permissions.why_not_decide(request.user, acceptance),
        _("Accepted."),
    )


@require_POST
@once
def acceptance_decline(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    acceptance, form = acceptance_or_404(request, code, ref, pk), DeclineForm(request.POST, prefix="no")
    return _answer(
        request,
        "decline_form",
        form,
        acceptance,
        actions.decline,
        permissions.why_not_decide(request.user, acceptance),
        _("Not accepted. Everyone concerned is told."),
    )


@require_POST
@once
def acceptance_refer(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    acceptance, form = acceptance_or_404(request, code, ref, pk), ReferForm(request.POST, prefix="to")
    return _answer(
        request,
        "refer_form",
        form,
        acceptance,
        actions.refer,
        permissions.why_not_refer(request.user, acceptance),
        _("The director of DOE is asked to decide."),
    )


@require_POST
@once
def acceptance_withdraw(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    acceptance = acceptance_or_404(request, code, ref, pk)
    actions.withdraw(acceptance, by=request.user)
    messages.success(request, _("The request is taken back."))
    return redirect(acceptance.risk)
