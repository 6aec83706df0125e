"""One risk: its page, its statement, its rating, its reviews; and the lists of one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub.access import once, require
from pvehub.audit import trail
from pvehub.people.models import User
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of
from risks import actions, content, permissions, scales, showing
from risks.filters import RiskFilter
from risks.forms import AssessForm, ReaderForm, RiskForm
from risks.models import MatrixVersion, Register, Risk
from risks.rounds.handling import CloseForm
from risks.scoring import Dimension

from .loading import did, register_or_404, risk_or_404, with_reason


def risk_list(request: HttpRequest) -> HttpResponse:
    """The live risks this person owns, those due first; on request all they may read, under filters."""
    today = timezone.localdate()
    risks, registers = Risk.objects.visible_to(request.user), Register.objects.visible_to(request.user)
    found = RiskFilter(request.GET, risks, user=request.user, registers=registers, today=today)
    context = {
        "page": page_of(found.rows.with_rating().by_review(), request),
        "today": today,
        "filter": found,
        "position": found.position_asked,
        "hidden": found.hidden(),
    }
    return render_page(request, "risks/risk_list.html", context, fragment="risks/_risks.html")


def risk_overdue(request: HttpRequest) -> HttpResponse:
    """What is past its review among the risks this person owns or whose project they manage."""
    today = timezone.localdate()
    rows = Risk.objects.visible_to(request.user).overdue(today).answered_by(request.user).with_rating().by_review()
    context = {"page": page_of(rows, request), "today": today, "position": "current"}
    return render_page(request, "risks/risk_overdue.html", context, fragment="risks/_risks.html")


def risk_detail(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """Statement, ratings with their detail, measures, acceptance, and everything that happened."""
    risk = risk_or_404(request, code, ref)
    if risk.is_restricted:
        trail.read(risk, by=request.user)
    context = showing.risk_page(risk, request.user)
    return render(request, "risks/risk_detail.html", context)


@once
def risk_add(request: HttpRequest, code: str) -> HttpResponse:
    register = register_or_404(request, code)
    require(permissions.why_not_edit(request.user, register))
    initial = {"owner": request.user.pk, "visibility": "office", "category": request.GET.get("category")}
    form = RiskForm(request.POST or None, register=register, initial=initial)
    added: list[Risk] = []
    if request.method == "POST" and did(
        form, lambda: added.append(actions.add_risk(register, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, _("Risk %(ref)s added. Rate it next.") % {"ref": added[0].ref})
        return redirect(added[0])
    return render(request, "risks/risk_add.html", {"register": register, "form": form})


def risk_edit(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    risk = risk_or_404(request, code, ref)
    require(permissions.why_not_edit_risk(request.user, risk))
    initial = {name: getattr(risk, name) for name in RiskForm.base_fields}
    form = RiskForm(request.POST or None, register=risk.register, initial=initial)
    seen = request.POST.get("seen") or content.statement_sha256(risk)
    if request.method == "POST" and did(
        form, lambda: actions.edit(risk, form.cleaned_data, by=request.user, seen=seen)
    ):
        messages.success(request, _("Saved."))
        return redirect(risk)
    context = {"risk": risk, "form": form, "seen": seen}
    return render(request, "risks/risk_edit.html", context)


@once
def risk_assess(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """The last rating is there to start from; a new row is written each time. "Show the bands" writes nothing."""
    risk = risk_or_404(request, code, ref)
    require(permissions.why_not_assess(request.user, risk))
    matrix = MatrixVersion.objects.active()
    form = AssessForm(request.POST or None, initial=_last(risk), words=scales.of(matrix.scales))
    said = ("confidence", "speed", "bearers", "rationale", "key")
    if (
        request.method == "POST"
        and not form.is_preview
        and did(
            form,
            lambda: actions.assess(
                risk, ratings=form.ratings(), by=request.user, **{name: form.cleaned_data[name] for name in said}
            ),
        )
    ):
        messages.success(request, _("Rated."))
        return redirect(risk)
    form.is_valid()
    context = {"risk": risk, "form": form, "bands": form.bands(matrix.cells), "matrix": matrix}
    return render(request, "risks/risk_assess.html", context)


def _last(risk: Risk) -> dict[str, Any]:
    """The latest rating as a form's beginning; the reason is written anew."""
    last = risk.assessment
    if last is None:
        return {}
    initial: dict[str, Any] = {name: getattr(last, name) for name in ("confidence", "speed", "bearers")}
    for position in ("inherent", "current", "target"):
        initial[f"{position}_likelihood"] = getattr(last, f"{position}_likelihood")
        detail = getattr(last, f"{position}_detail")
        initial |= {f"{position}_{name}": detail.get(name) for name in Dimension.values}
    return initial


@require_POST
@once
def risk_review(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    risk = actions.review_unchanged(risk_or_404(request, code, ref), by=request.user)
    messages.success(request, _("Reviewed, no change."))
    return redirect(risk)


@once
def risk_close(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """Why, and what becomes of the measures that are still open."""
    risk = risk_or_404(request, code, ref)
    require(permissions.why_not_close(request.user, risk))
    measures = actions.own_open_measures(risk)
    form = CloseForm(request.POST or None, measures=measures)
    if request.method == "POST" and did(form, lambda: actions.close(risk, by=request.user, **form.said())):
        messages.success(request, _("Closed."))
        return redirect(risk)
    context = {"risk": risk, "form": form, "measures": measures}
    return render(request, "risks/risk_close.html", context)


@once
def risk_reopen(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    risk = risk_or_404(request, code, ref)
    require(permissions.why_not_reopen(request.user, risk))
    return with_reason(request, risk, actions.reopen, "risks/risk_reopen.html", _("Reopened."), {"risk": risk})


@once
def reader_name(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """Who reads a restricted risk beside those who always do."""
    risk = risk_or_404(request, code, ref)
    require(permissions.why_not_name(request.user, risk))
    form = ReaderForm(request.POST or None)
    if request.method == "POST" and did(
        form, lambda: actions.name_reader(risk, form.cleaned_data["email"], by=request.user)
    ):
        messages.success(request, _("%(person)s may read this risk.") % {"person": form.cleaned_data["email"]})
        return redirect("risks:reader-name", code, ref)
    context = {"risk": risk, "form": form, "readers": showing.readers(risk)}
    return render(request, "risks/reader_name.html", context)


@require_POST
@once
def reader_unname(request: HttpRequest, code: str, ref: str, uid: str) -> HttpResponse:
    risk = risk_or_404(request, code, ref)
    person = get_object_or_404(User, uid=uid, pk__in=showing.readers(risk))
    actions.unname_reader(risk, person, by=request.user)
    return redirect("risks:reader-name", code, ref)
