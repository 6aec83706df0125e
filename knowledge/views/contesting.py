"""Saying that a published text no longer holds, and answering that."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge import actions, permissions
from knowledge.forms import AnswerForm, ContestForm
from knowledge.models import Contest, Resource
from pvehub import access


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def resource_contest(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say what is no longer true, and where."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    access.require(permissions.why_not_contest(request.user, resource))
    form = ContestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.contest(resource, by=request.user, **form.cleaned_data)
        messages.success(request, _("Who answers for it has been told. You hear from them."))
        return redirect(resource)
    return render(request, "knowledge/resource_contest.html", {"resource": resource, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def contest_answer(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """Read what a reader says, and say what became of the text."""
    rows = Contest.objects.told_to(request.user).select_related("resource__verifier_office", "by")
    contest = get_object_or_404(rows, pk=pk, resource__uid=uid)
    access.require(permissions.why_not_answer(request.user, contest))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer(contest, by=request.user, **form.cleaned_data)
        messages.success(request, _("Answered. Whoever contested it has been told."))
        return redirect(contest.resource)
    return render(
        request, "knowledge/contest_answer.html", {"resource": contest.resource, "contest": contest, "form": form}
    )
