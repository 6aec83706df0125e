"""A project and what others have learnt: citing it, taking the word back, what became of the text, whether it helped."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, permissions
from knowledge.forms import OutcomeForm, UseForm
from knowledge.models import Citation, Resource, Revision
from knowledge.views.evidence import answer
from knowledge.views.showing import words_changed
from projects.models import Project
from pvehub import access


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def resource_use(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say of a text what it is to a project one works on: from the page of the text, or in one click beside a form."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    access.require(permissions.why_not_use(request.user, resource))
    asked = {name: request.GET.get(name) for name in ("project", "stance", "why", "place_kind", "place_id")}
    form = UseForm(request.POST or None, user=request.user, resource=resource, initial=asked)
    if request.method == "POST" and form.is_valid():
        made = actions.weigh(form.cleaned_data["project"], resource, by=request.user, **form.said())
        messages.success(request, _("Kept. Your team and your reviewers read it."))
        return answer(request, made.project, made.place_kind, made.place_id, is_kept=True)
    facts = {"resource": resource, "form": form}
    return render(request, "knowledge/resource_use.html", facts, status=422 if form.errors else 200)


@require_safe
def evidence_list(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything a project has considered, what was kept for later, and what else is near; for who works on it."""
    project = _project(request, ref)
    access.require(permissions.why_not_weigh(request.user, project))
    return render(request, "knowledge/evidence_list.html", {"project": project})


def _project(request: HttpRequest, ref: str) -> Project:
    seen = Project.objects.visible_to(request.user).select_related("lead_office__parent", "manager")
    return get_object_or_404(seen, ref=ref)


def _citation(request: HttpRequest, pk: int) -> Citation:
    """The word of a team one works in; 403 who sees project and text and does not."""
    rows = (
        Citation.objects.of_team()
        .readable_by(request.user)
        .select_related(
            "project__lead_office__parent",
            "resource__published_revision",
            "resource__owner_office__parent",
            "revision",
            "by",
        )
    )
    found = get_object_or_404(rows.filter(project__in=Project.objects.visible_to(request.user).values("pk")), pk=pk)
    access.require(permissions.why_not_weigh(request.user, found.project))
    return found


@require_safe
def citation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a text since the project cited it: contested, taken out, or changed, word by word."""
    citation = _citation(request, pk)
    resource, now = citation.resource, citation.resource.published_revision
    facts: dict[str, Any] = {"citation": citation, "resource": resource, "project": citation.project}
    facts["is_gone"] = not Resource.objects.visible_to(request.user).published().filter(pk=resource.pk).exists()
    older = Revision.objects.visible_to(request.user).filter(pk=citation.revision_id).first()
    if not facts["is_gone"] and citation.is_behind:
        facts |= {"text": now, "older": older, "is_told": older is not None}
        told = words_changed(resource, older, now) if older else []
        facts["changes"] = [change for change in told if change["name"] != "clauses"]  # told clause by clause
    return render(request, "knowledge/citation_detail.html", facts)


@require_POST
@access.once
def citation_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the word back."""
    citation = _citation(request, pk)
    actions.unweigh(citation, by=request.user)
    messages.success(request, _("Taken back."))
    kind, place = (request.POST.get(name, "") for name in ("place_kind", "place_id"))
    return answer(request, citation.project, kind, place)


@require_POST
@access.once
def citation_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """It still holds for the project, as the text stands today."""
    citation = _citation(request, pk)
    seen = request.POST.get("seen", "")
    actions.confirm(citation, by=request.user, seen=int(seen) if seen.isdecimal() else 0)
    messages.success(request, _("Kept. Your project now cites the text of today."))
    return redirect("knowledge:evidence-list", citation.project.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def citation_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether it helped."""
    citation = _citation(request, pk)
    access.require(permissions.why_not_say_outcome(request.user, citation))
    said = {"outcome": citation.outcome, "word": citation.outcome_word}
    form = OutcomeForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        actions.say_outcome(citation, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. Colleagues who look at the text learn how it went."))
        return redirect("knowledge:evidence-list", citation.project.ref)
    facts = {"citation": citation, "resource": citation.resource, "project": citation.project, "form": form}
    return render(request, "knowledge/citation_outcome.html", facts, status=422 if form.errors else 200)
