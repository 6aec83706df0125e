"""A click in the panel beside a section that somebody is writing: what was typed there is kept, then the word is said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge import actions, offering, permissions
from knowledge.forms import UseForm
from knowledge.models import Citation, Resource
from knowledge.workflow import Stance
from projects import actions as of_projects
from projects import permissions as who_writes
from projects.forms import raw_given
from projects.models import Project
from projects.sections import BY_SLUG
from projects.views import holding
from pvehub import access
from pvehub.ui.htmx import wants_fragment


@login_not_required  # as the form it stands beside: what is sent after the session has ended must not lose its text
@require_POST
def evidence_beside(request: HttpRequest, ref: str, section: str) -> HttpResponse:
    """Cite, adapt, keep, set aside or take back. Without a script the whole form comes along and its text is kept as its
    author's draft before anything else; with one, the text stays in the page and the panel alone is answered. The same
    click twice is one word."""
    if not request.user.is_authenticated:
        if section in BY_SLUG and (found := holding.author_of(request, section, section)):
            _keep_typed(request, *found, section)
        return redirect_to_login(reverse("projects:project-section", args=[ref, section]))
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("lead_office__parent"), ref=ref)
    access.require(permissions.why_not_weigh(request.user, project))
    if section not in BY_SLUG:
        raise Http404
    if not wants_fragment(request) and not who_writes.why_not_edit(request.user, project, section):
        _keep_typed(request, project, request.user, section)
    return (_take_back if "undo" in request.POST else _say)(request, project, section)


def _keep_typed(request: HttpRequest, project: Project, author: Any, section: str) -> None:
    of_projects.keep_drafts(project, raw_given(request.POST, BY_SLUG[section]), by=author)


def _say(request: HttpRequest, project: Project, section: str) -> HttpResponse:
    """The word of the button; where its reason is missing or will not do, it is asked for on the page of the text."""
    stance, _blank, uid = request.POST.get("say", "").partition(" ")
    try:
        resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=UUID(uid))
    except ValueError:  # no button of the panel
        return answer(request, project, "section", section)
    why = request.POST.get(f"because-{resource.uid}", "") if stance == Stance.NOT_RELEVANT else ""
    said = {"project": project.ref, "stance": stance, "why": why, "place_kind": "section", "place_id": section}
    form = UseForm(said, user=request.user, resource=resource)
    if form.is_valid():
        actions.weigh(project, resource, by=request.user, **form.said())
        messages.success(request, _("Kept. Your team and your reviewers read it."))
        return answer(request, project, "section", section, is_kept=True)
    if wants_fragment(request):
        return answer(request, project, "section", section, asked=resource, errors=form.errors)
    return render(request, "knowledge/resource_use.html", {"resource": resource, "form": form}, status=422)


def _take_back(request: HttpRequest, project: Project, section: str) -> HttpResponse:
    """The word is taken back; one that somebody else took back meanwhile is gone, as was asked."""
    pk = request.POST.get("undo", "")
    if pk.isdecimal() and (said := Citation.objects.visible_to(request.user).of(project).filter(pk=pk[:15]).first()):
        actions.unweigh(said, by=request.user)
    messages.success(request, _("Taken back."))
    return answer(request, project, "section", section)


def answer(request: HttpRequest, project: Project, kind: str, place: str, **told: Any) -> HttpResponse:
    """Back to where it was said; or, where htmx asked, the panel as it is now."""
    if not wants_fragment(request):
        return redirect(offering.place_url(project, kind, place))
    list(messages.get_messages(request))  # the panel says it itself
    facts = {"project": project, "section": place if kind == "section" else "", "told": told}
    return render(request, "knowledge/_evidence_again.html", facts)
