"""Overrides: ordered by the director of DOE on the case, carried out by an administrator who reads nothing of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from endorsement import actions, guards, permissions
from endorsement.forms import OverrideForm
from endorsement.models import Override
from pvehub import access
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

from ._loading import told, visible


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def override_order(request: HttpRequest, ref: str) -> HttpResponse:
    """The director's order, with what rules it out."""
    case = visible(request, ref)
    access.require(permissions.ACTS["override"](request.user, case.project, case))
    form, status = OverrideForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            override = actions.order_override(case, by=request.user, reason=form.cleaned_data["reason"])
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Ordered. The administrators have been told; one of them carries it out."))
            return redirect(override)
    context = {
        "case": case,
        "form": form,
        "why_not": permissions.why_not_act("override", request.user, case.project, case),
        "blockers": guards.to_override(case, timezone.now()),
    }
    return render_page(request, "endorsement/override_order.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def override_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Who ordered it, why and until when; an administrator carries it out here."""
    rows = Override.objects.visible_to(request.user).select_related("case__project", "ordered_by", "carried_out_by")
    override = get_object_or_404(rows, case__ref=ref)
    why_not, blockers = permissions.why_not_carry_out(request.user, override), []
    if request.method == "POST":
        try:
            actions.carry_out(override, by=request.user)
        except access.Unmet as problem:
            blockers = problem.blockers
        else:
            messages.success(request, _("Carried out: the project is active until the date of the order."))
            return redirect(override)
    context = {
        "override": override,
        "why_not": why_not,
        "blockers": blockers,
        "is_running": override.is_running(timezone.now()),
        "is_waiting": override.carried_out_at is None and override.until_at > timezone.now(),
    }
    return render_page(request, "endorsement/override_detail.html", context, status=409 if blockers else 200)


@require_safe
def override_list(request: HttpRequest) -> HttpResponse:
    """Orders this person may know of: those that wait first."""
    page = page_of(Override.objects.visible_to(request.user).for_list(), request)
    return render_page(request, "endorsement/override_list.html", {"page": page, "now": timezone.now()})
