"""Amendment, extension and emergency: asked for, and set upon the endorsement that came first. Revoking an endorsement."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from endorsement import actions, guards, permissions, workflow
from endorsement.forms.kinds import BeginForm, RebaseForm, RevokeForm
from projects.models import Project
from pvehub import access
from pvehub.ui.htmx import render_page

from ._loading import told, visible
from .life import Page, step_page

REVOKE = Page(
    workflow.BY_SLUG["revoke"].label,
    _("The endorsement ends for good, and the letter's check page says so from this second on."),
    _("Revoked. Everyone concerned has been told."),
    kind="danger",
    note=_("To stop a project until something is mended, suspend its endorsement instead."),
)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Which case is asked for, and why; then on to the checklist of its submission."""
    rows = Project.objects.visible_to(request.user).select_related("lead_office")
    project = get_object_or_404(rows.prefetch_related("partner_offices"), ref=ref)
    kinds = [kind for kind in permissions.kinds_for(request.user, project) if kind != "new"]
    if not kinds:
        access.require(permissions.why_not_draft(request.user, project, "emergency"))
    wanted = request.GET.get("kind", "")
    first = {"kind": wanted if wanted in kinds else kinds[0].value}
    form, status = BeginForm(request.POST if request.method == "POST" else None, kinds=kinds, initial=first), 200
    if request.method == "POST" and form.is_valid():
        try:
            case = actions.open_case(project, by=request.user, **form.cleaned_data)
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Opened. What is still missing stands below."))
            return redirect("endorsement:case-submit", case.ref)
    context = {"project": project, "form": form, "until": guards.endorsed_until(project)}
    return render_page(request, "endorsement/case_begin.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_rebase(request: HttpRequest, ref: str) -> HttpResponse:
    """The fields that another endorsement has changed meanwhile: what was, what is endorsed now, what I say; one chosen each."""
    case = visible(request, ref)
    access.require(permissions.why_not_rebase(request.user, case))
    clashes, now = guards.clashes(case), guards.endorsed_version(case.project)
    form = RebaseForm(
        request.POST if request.method == "POST" else None,
        clashes=clashes,
        initial={"seen": now.sha256 if now else ""},
    )
    status, blockers = 200, None
    if request.method == "POST" and form.is_valid():
        try:
            actions.rebase(case, by=request.user, seen=form.cleaned_data["seen"], choices=form.choices())
        except access.Unmet as problem:
            status, blockers = 409, problem.blockers
        else:
            messages.success(request, _("Chosen. The case stands on the latest endorsement now."))
            return redirect("endorsement:case-submit", case.ref)
    context: dict[str, Any] = {"case": case, "form": form, "now": now, "blockers": blockers}
    return render_page(request, "endorsement/case_rebase.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_revoke(request: HttpRequest, ref: str) -> HttpResponse:
    """Headquarters takes an endorsement back for good."""
    form = partial(RevokeForm, ref=visible(request, ref).ref)
    return step_page(request, ref, "revoke", REVOKE, actions.revoke, form)
