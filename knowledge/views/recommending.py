"""What a meeting or an evaluation recommends, how that was answered, what is promised for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from knowledge import actions, permissions
from knowledge.forms import PromiseForm, RecommendationForm, ResponseForm
from knowledge.models import Meeting, Recommendation, Resource
from knowledge.views.meetings import meeting_of, sent_of
from pvehub import access


@access.once
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_recommend(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The next recommendation of a meeting."""
    return _recommend(request, meeting_of(request, uid))


@access.once
@require_http_methods(["GET", "HEAD", "POST"])
def resource_recommend(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The next recommendation of an evaluation, or all that its own text names."""
    resource = _evaluation(request, uid)
    if request.POST.get("act") != "told":
        return _recommend(request, resource)
    access.require(permissions.why_not_recommend(request.user, resource))
    entered = actions.recommend_as_told(resource, by=request.user)
    said = ngettext("%(n)d recommendation is entered.", "%(n)d recommendations are entered.", len(entered))
    messages.success(request, said % {"n": len(entered)})
    return redirect("knowledge:response-detail", resource.uid)


def _evaluation(request: HttpRequest, uid: UUID) -> Resource:
    """An evaluation whose origin this person may know: who answers its recommendations would tell it."""
    rows = (
        Resource.objects.visible_to(request.user)
        .told_origin_of(request.user)
        .select_related("owner_office", "published_revision")
    )
    found: Resource = get_object_or_404(rows, uid=uid, kind="evaluation")
    return found


def _recommend(request: HttpRequest, source: Meeting | Resource) -> HttpResponse:
    access.require(permissions.why_not_recommend(request.user, source))
    form = RecommendationForm(sent_of(request))
    if form.is_bound and form.is_valid():
        row = actions.recommend(source, by=request.user, **form.cleaned_data)
        messages.success(request, _("Entered as number %(n)d.") % {"n": row.number})
        return redirect(way_back(source))
    untold = actions.untold(source) if isinstance(source, Resource) else []
    context = {"form": form, "source": source, "back_url": way_back(source), "untold": untold}
    return render(request, "knowledge/recommendation_form.html", context, status=422 if form.is_bound else 200)


def way_back(source: Meeting | Resource) -> str:
    """The page that lists its recommendations."""
    return f"{source.get_absolute_url()}#recommendations"


@require_safe
def response_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The management response to an evaluation: each recommendation, its answer, what is promised for it."""
    resource = _evaluation(request, uid)
    rows = Recommendation.objects.visible_to(request.user).filter(resource=resource).by_number()
    context: dict[str, Any] = {"resource": resource, "recommendations": rows, "today": timezone.localdate()}
    context |= {"why_not": permissions.why_not_respond(request.user, resource)}
    return render(request, "knowledge/response_detail.html", context)


def _row(request: HttpRequest, pk: int) -> Recommendation:
    rows = Recommendation.objects.visible_to(request.user)
    found: Recommendation = get_object_or_404(
        rows.select_related("meeting__office", "resource__owner_office", "theme"), pk=pk
    )
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepted, in part, or not, and why."""
    row = _row(request, pk)
    if row.resource is None:
        raise Http404
    access.require(permissions.why_not_respond(request.user, row.resource))
    form = ResponseForm(sent_of(request), initial={"answer": row.answer, "why": row.answer_why})
    if form.is_bound and form.is_valid():
        try:
            actions.respond(row, by=request.user, **form.cleaned_data)
        except access.Unmet as unmet:
            form.add_error("why", str(unmet))
        else:
            messages.success(request, _("Answered."))
            return redirect("knowledge:response-detail", row.resource.uid)
    context = {"form": form, "row": row, "source": row.resource, "back_url": way_back(row.resource)}
    return render(request, "knowledge/recommendation_form.html", context, status=422 if form.is_bound else 200)


@access.once
@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Something is promised for it, by a role at an office."""
    row = _row(request, pk)
    access.require(permissions.why_not_promise(request.user, row))
    form = PromiseForm(sent_of(request))
    if form.is_bound and form.is_valid():
        actions.promise(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Promised. Who holds the role hears of it."))
        return redirect(way_back(row.source))
    context = {"form": form, "row": row, "source": row.source, "back_url": way_back(row.source), "is_promise": True}
    return render(request, "knowledge/recommendation_form.html", context, status=422 if form.is_bound else 200)
