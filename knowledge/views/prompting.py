"""The question of a milestone: write it down, or say why not now."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge import actions, permissions
from knowledge.forms import PutOffForm
from knowledge.models import LessonPrompt


@require_http_methods(["GET", "HEAD", "POST"])
def prompt_answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the project is asked, where to write it, and the way to say no; a question that is over says so."""
    rows = LessonPrompt.objects.visible_to(request.user).select_related("project", "declined_by")
    prompt = get_object_or_404(rows, uid=uid)
    form = PutOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.put_off(prompt, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("Noted. You are not asked again for this milestone."))
        return redirect(prompt.project)
    why_not = permissions.why_not_put_off(request.user, prompt)
    context = {"prompt": prompt, "project": prompt.project, "form": form, "why_not": why_not}
    return render(request, "knowledge/prompt_answer.html", context, status=422 if form.is_bound else 200)
