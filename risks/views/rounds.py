"""The review round of a register, and a person's own over all registers: one page, one POST, saved row by row."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from risks import permissions
from risks.models import Risk
from risks.querysets import RiskQuerySet
from risks.rounds import review

from .loading import register_or_404


def review_round(request: HttpRequest, code: str) -> HttpResponse:
    """What is due in a register, for who may review it; those whose text this person may not read are counted."""
    register = register_or_404(request, code)
    risks = review.of_register(register, request.user)
    context = {
        "register": register,
        "hidden": register.risks.hidden_count(request.user),
        "works": permissions.works_on(request.user, register),
        "locked": permissions.why_not_edit(request.user, register),
    }
    return _round(request, review.chosen(risks, request, register), context)


def my_review_round(request: HttpRequest) -> HttpResponse:
    """What this person owns and is due, in all registers together."""
    risks = Risk.objects.visible_to(request.user).owned_by(request.user).live()
    rows = risks if review.is_all(request) else risks.due(timezone.localdate())
    return _round(request, rows.by_review(), {"register": None, "works": True})


def _round(request: HttpRequest, rows: RiskQuerySet, context: dict[str, Any]) -> HttpResponse:
    """What is sent may have left the round while the page was open; the acts themselves say who may."""
    outcome, readable = review.Outcome(), Risk.objects.visible_to(request.user)
    if context["register"]:
        readable = readable.filter(register=context["register"])
    if request.method == "POST":
        outcome = review.answered(request, readable)
        if not outcome.failed:
            messages.success(request, outcome.sentence)
            return redirect(request.get_full_path())
    context |= review.page(request, rows, readable, outcome)
    return render(request, "risks/review_round.html", context)
