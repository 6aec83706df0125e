"""The measures of a risk: planning, changing, a second person's word."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub.access import once, require
from risks import actions, permissions
from risks.forms import NewTreatmentForm, TreatmentReportForm
from risks.models import Risk

from .loading import did, risk_or_404, treatment_or_404


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
    """Report how far it is; who edits the register may change the measure itself."""
    risk = risk_or_404(request, code, ref)
    treatment = treatment_or_404(request, risk, pk)
    require(permissions.why_not_change_treatment(request.user, treatment))
    initial = {name: getattr(treatment, name) for name in TreatmentReportForm.base_fields}
    form = TreatmentReportForm(request.POST or None, register=risk.register, initial=initial)
    if request.method == "POST" and did(
        form, lambda: actions.change_treatment(treatment, form.cleaned_data, by=request.user)
    ):
        messages.success(request, _("Saved."))
        return redirect(risk)
    context = {"risk": risk, "treatment": treatment, "form": form}
    return render(request, "risks/treatment_edit.html", context)


@require_POST
@once
def treatment_verify(request: HttpRequest, code: str, ref: str, pk: int) -> HttpResponse:
    risk = risk_or_404(request, code, ref)
    actions.verify_treatment(treatment_or_404(request, risk, pk), by=request.user)
    messages.success(request, _("Recorded: you saw that it was done."))
    return redirect(risk)
