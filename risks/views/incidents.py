"""What happened: the list of a register, one incident, reporting, correcting, closing, reopening; and a risk that is over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pvehub.access import once, require
from pvehub.audit import trail
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of
from risks import actions, content, permissions
from risks.models import Incident
from risks.rounds import reporting

from .loading import did, register_or_404, risk_or_404, with_reason


def incident_or_404(request: HttpRequest, code: str, ref: str) -> Incident:
    """The incident with its register, where this person may read it."""
    rows = Incident.objects.visible_to(request.user).select_related(
        "register__project__lead_office", "register__project__manager", "register__office", "reported_by", "closed_by"
    )
    found: Incident = get_object_or_404(rows, register__code=code, ref=ref)
    return found


def incident_list(request: HttpRequest, code: str) -> HttpResponse:
    """The incidents of a register, the latest first; those this person may not read are counted."""
    register = register_or_404(request, code)
    rows = register.incidents.visible_to(request.user).prefetch_related("risks").order_by("-happened_on", "-number")
    context = {
        "register": register,
        "page": page_of(rows, request),
        "hidden": register.incidents.hidden_count(request.user),
        "why_not": permissions.why_not_report(request.user, register),
    }
    return render_page(request, "risks/incident_list.html", context, fragment="risks/_incidents.html")


def incident_detail(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """What happened, what was done, what it made real; and the lesson it gives."""
    incident = incident_or_404(request, code, ref)
    if incident.is_restricted:
        trail.read(incident, by=request.user)
    return render(request, "risks/incident_detail.html", reporting.incident_page(incident, request.user))


@once
def incident_report(request: HttpRequest, code: str) -> HttpResponse:
    """Report what happened; who hears of it at once follows from how hard it fell."""
    register = register_or_404(request, code)
    require(permissions.why_not_report(request.user, register))
    risks = reporting.choosable(register, request.user)
    initial = {"visibility": "office", "risks": [risk for risk in risks if risk.ref == request.GET.get("risk")]}
    form = reporting.IncidentForm(request.POST or None, risks=risks, initial=initial)
    made: list[Incident] = []
    if request.method == "POST" and did(
        form, lambda: made.append(actions.report(register, by=request.user, **form.said()))
    ):
        messages.success(request, _("Incident %(ref)s is recorded.") % {"ref": made[0].ref})
        return redirect(made[0])
    return render(request, "risks/incident_report.html", {"register": register, "form": form})


@once
def incident_edit(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """Correct what was reported, while it is open; further risks it made real are added here."""
    incident = incident_or_404(request, code, ref)
    require(permissions.why_not_edit_incident(request.user, incident))
    risks = reporting.choosable(incident.register, request.user).exclude(incidents=incident)
    form = reporting.IncidentForm(request.POST or None, risks=risks, initial=reporting.beginning(incident))
    seen = request.POST.get("seen") or content.incident_sha256(incident)
    if request.method == "POST" and did(
        form, lambda: actions.edit_incident(incident, form.said(), by=request.user, seen=seen)
    ):
        messages.success(request, _("Saved."))
        return redirect(incident)
    context = {"register": incident.register, "incident": incident, "form": form, "seen": seen}
    return render(request, "risks/incident_edit.html", context)


@once
def incident_close(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    incident = incident_or_404(request, code, ref)
    require(permissions.why_not_close_incident(request.user, incident))
    form = reporting.CloseForm(request.POST or None, initial={"words": incident.closing})
    if request.method == "POST" and did(
        form, lambda: actions.close_incident(incident, words=form.cleaned_data["words"], by=request.user)
    ):
        messages.success(request, _("Closed."))
        return redirect(incident)
    context = {"register": incident.register, "incident": incident, "form": form}
    return render(request, "risks/incident_close.html", context)


@once
def incident_reopen(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    incident = incident_or_404(request, code, ref)
    require(permissions.why_not_reopen_incident(request.user, incident))
    page, context = "risks/incident_reopen.html", {"register": incident.register, "incident": incident}
    return with_reason(request, incident, actions.reopen_incident, page, _("Reopened."), context)


@once
def risk_resume(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """What happened to a risk is over: it is open again, and due to be looked at."""
    risk = risk_or_404(request, code, ref)
    require(permissions.why_not_resume(request.user, risk))
    done = _("Open again. Look at its rating today.")
    return with_reason(request, risk, actions.resume, "risks/risk_resume.html", done, {"risk": risk})
