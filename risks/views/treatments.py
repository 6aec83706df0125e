"""The measures of a risk: planning, changing, a second person's word."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pvehub.access import once, require
from pvehub.ui.components import Tab
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of
from risks import actions, permissions
from risks.covering import today_of
from risks.forms import NewTreatmentForm, ReasonForm
from risks.models import Risk, Treatment
from risks.rounds.handling import SeenForm, TreatmentReportForm
from risks.workflow import LIVE

from .loading import did, register_or_404, risk_or_404, treatment_or_404


@once
def treatment_add(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """A measure in own words, or begun from what the library knows against this risk."""
    risk = risk_or_404(request, code, ref)
    require(permissions.why_not_treat(request.user, risk))
    others = Risk.objects.visible_to(request.user).live().filter(register=risk.register).exclude(pk=risk.pk)
    initial = {"owner": risk.owner_id, "text": request.GET.get("text", "")[:300]}
    initial["lowers"] = request.GET.get("lowers")
    form = NewTreatmentForm(
        request.POST or None, register=risk.register, others=others.order_by("number"), initial=initial
    )
    if request.method == "POST" and did(form, lambda: actions.treat(risk, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Measure planned."))
        return redirect(risk)
    known = risk.library_risk.ways if risk.library_risk else []
    context = {"risk": risk, "form": form, "known": known}
    return render(request, "risks/treatment_add.html", context)


@once
def treatment_edit(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    """Report how far it is; who edits the register may change the measure itself, while nobody has verified it."""
    risk = risk_or_404(request, code, ref)
    treatment = treatment_or_404(request, risk, pk)
    require(permissions.why_not_change_treatment(request.user, treatment))
    form = TreatmentReportForm(
        request.POST or None,
        register=risk.register,
        risks=_servable(request, treatment),
        initial=model_to_dict(treatment, fields=TreatmentReportForm.base_fields),
    )
    if request.method == "POST" and did(
        form,
        lambda: actions.change_treatment(treatment, form.said(), by=request.user, reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, _("Saved."))
        return redirect(risk)
    why_not = {"unverify": permissions.why_not_unverify(request.user, treatment)}
    context = {"risk": risk, "treatment": treatment, "form": form, "why_not": why_not}
    return render(request, "risks/treatment_edit.html", context)


def _servable(request: HttpRequest, treatment: Treatment) -> QuerySet[Risk]:
    """The risks a measure may be said to serve: what lives in its register, and what it serves already; all readable."""
    rows = Risk.objects.visible_to(request.user).filter(register=treatment.register)
    may: QuerySet[Risk] = rows.filter(Q(state__in=LIVE) | Q(treatments=treatment)).distinct().order_by("number")
    return may


@once
def treatment_verify(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    """A second person says what they saw of it."""
    risk = risk_or_404(request, code, ref)
    treatment = treatment_or_404(request, risk, pk)
    require(permissions.why_not_verify(request.user, treatment))
    form = SeenForm(request.POST or None)
    if request.method == "POST" and did(
        form, lambda: actions.verify_treatment(treatment, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Recorded: you saw that it was done."))
        return redirect(risk)
    return render(request, "risks/treatment_verify.html", {"risk": risk, "treatment": treatment, "form": form})


@once
def treatment_unverify(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    """The verification is taken back, with a reason; then the measure may be changed."""
    risk = risk_or_404(request, code, ref)
    treatment = treatment_or_404(request, risk, pk)
    require(permissions.why_not_unverify(request.user, treatment))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and did(
        form, lambda: actions.unverify_treatment(treatment, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The verification is taken back."))
        return redirect(risk)
    return render(request, "risks/treatment_unverify.html", {"risk": risk, "treatment": treatment, "form": form})


def treatment_list(request: HttpRequest, code: str) -> HttpResponse:
    """All measures of a register by their day, or those late, mine or unverified; each with the risks one may read."""
    register = register_or_404(request, code)
    today, chosen = today_of(register), request.GET.get("only", "")
    rows = register.treatments.visible_to(request.user).planned()
    kept = {"late": rows.late(today), "mine": rows.filter(owner=request.user), "unverified": rows.unverified()}
    rows = kept.get(chosen, rows).with_served(request.user).order_by("due_on", "pk")
    labels = {"": _("All of them"), "late": _("Late"), "mine": _("Mine"), "unverified": _("Done, not verified")}
    tabs = [Tab(str(label), f"?only={key}" if key else "?", key == chosen) for key, label in labels.items()]
    context = {"register": register, "page": page_of(rows, request), "today": today, "tabs": tabs}
    return render_page(request, "risks/treatment_list.html", context, fragment="risks/_treatments.html")
