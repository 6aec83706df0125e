"""How every view of a register begins and how a refused write comes back to its form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from pvehub.access import Unmet
from risks.forms import ReasonForm
from risks.models import Acceptance, Register, Risk, Treatment


def register_or_404(request: HttpRequest, code: str) -> Register:
    """The register, where this person may read it."""
    found: Register = get_object_or_404(Register.objects.visible_to(request.user).with_places(), code=code)
    return found


def risk_or_404(request: HttpRequest, code: str, ref: str) -> Risk:
    """The risk with rating and plan, where this person may read it."""
    rows = Risk.objects.visible_to(request.user).with_rating().with_treatments()
    rows = rows.select_related("assessment__matrix", "assessment__assessed_by", "register__project__manager")
    found: Risk = get_object_or_404(rows, register__code=code, ref=ref)
    return found


def acceptance_or_404(request: HttpRequest, code: str, ref: str, pk: int) -> Acceptance:
    """The acceptance with its risk, where this person may read the risk."""
    risk = risk_or_404(request, code, ref)
    rows = Acceptance.objects.select_related("assessment__matrix", "requested_by", "decided_by")
    found: Acceptance = get_object_or_404(rows, risk=risk, pk=pk)
    found.risk = risk
    return found


def treatment_or_404(request: HttpRequest, risk: Risk, pk: int) -> Treatment:
    """The measure, where it serves this risk."""
    rows = Treatment.objects.visible_to(request.user).select_related("owner", "register__project", "verified_by")
    found: Treatment = get_object_or_404(rows, pk=pk, risks=risk)
    return found


def with_reason(
    request: HttpRequest, thing: Any, act: Callable[..., Any], page: str, done: str, context: dict[str, Any]
) -> HttpResponse:
    """The page of an act that asks for a reason and nothing else; a POST that passes goes back to the thing."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and did(form, lambda: act(thing, reason=form.cleaned_data["reason"], by=request.user)):
        messages.success(request, done)
        return redirect(thing)
    return render(request, page, {**context, "form": form})


def did(form: Form, act: Callable[[], Any]) -> bool:
    """Do it if the form is well shaped; what a guard finds missing stands in the form, with the typed text."""
    if not form.is_valid():
        return False
    try:
        act()
    except Unmet as unmet:
        for blocker in unmet.blockers:
            form.add_error(None, blocker.sentence)
        return False
    return True
