"""Confidentiality and team of a project."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub import access
from pvehub.people.models import User
from pvehub.ui.htmx import render_page

from .. import actions, permissions
from ..forms import ManagerForm, MemberForm, TierForm
from ..models import Project
from ..workflow import Tier
from .loading import whole


def project_tier(request: HttpRequest, ref: str) -> HttpResponse:
    """Raise the confidentiality, or lower it with a reason."""
    project = whole(request, ref)
    raising = permissions.why_not_raise_tier(request.user, project, Tier.NAMED + 1)
    lowering = permissions.why_not_lower_tier(request.user, project)
    access.require(raising if raising and lowering else None)
    form = TierForm(request.POST or None, initial={"tier": project.tier})
    if request.method == "POST" and form.is_valid():
        tier, reason = form.cleaned_data["tier"], form.cleaned_data["reason"]
        try:
            if tier > project.tier:
                actions.raise_tier(project, tier, by=request.user, reason=reason)
            elif tier < project.tier:
                actions.lower_tier(project, tier, by=request.user, reason=reason)
            return redirect(project)
        except access.Unmet as unmet:
            form.add_error("reason", str(unmet))
    context = {"project": project, "form": form, "why_not_lower": lowering}
    return render_page(request, "projects/project_tier.html", context, status=422 if form.is_bound else 200)


@access.once
def project_team(request: HttpRequest, ref: str) -> HttpResponse:
    """Who works on the project; a colleague is put on the team by e-mail address."""
    project = whole(request, ref)
    why_not = permissions.why_not_change_team(request.user, project)
    form = MemberForm(request.POST or None)
    if request.method == "POST":
        access.require(why_not)
        if form.is_valid() and _add(request, project, form):
            return redirect("projects:project-team", ref)
    context = {
        "project": project,
        "form": form,
        "manager_form": ManagerForm(project),
        "members": project.members.live().select_related("user").order_by("user__sort_key", "pk"),
        "why_not": why_not,
    }
    return render_page(request, "projects/project_team.html", context, status=422 if form.is_bound else 200)


def _add(request: HttpRequest, project: Project, form: MemberForm) -> bool:
    member, until = form.cleaned_data["email"], form.cleaned_data["until"]
    refused = permissions.why_not_join(member, project)
    if refused:
        form.add_error("email", refused)
        return False
    end = timezone.make_aware(datetime.combine(until, time.max)) if until else None
    try:
        actions.add_member(project, member, by=request.user, until=end)
    except access.Unmet as unmet:
        form.add_error("until", str(unmet))
        return False
    messages.success(request, _("%(person)s is on the team and was told.") % {"person": member})
    return True


@require_POST
def member_end(request: HttpRequest, ref: str, uid: str) -> HttpResponse:
    """Take a person off the team."""
    project = whole(request, ref)
    actions.end_member(project, get_object_or_404(User, uid=uid), by=request.user)
    return redirect("projects:project-team", ref)


@require_POST
def project_manager(request: HttpRequest, ref: str) -> HttpResponse:
    """Name the manager."""
    project = whole(request, ref)
    access.require(permissions.why_not_change_team(request.user, project))
    form = ManagerForm(project, request.POST)
    if form.is_valid():
        actions.change_manager(project, form.cleaned_data["manager"], by=request.user)
        messages.success(request, _("The manager was changed; both were told."))
    else:
        messages.error(request, _("The manager must be a project officer of the lead office."))
    return redirect("projects:project-team", ref)
