"""A draft of guidance before colleagues: put there, read and commented, answered, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, permissions
from knowledge.forms.guiding import CommentForm, ConsultationForm, DispositionForm
from knowledge.kinds import clauses
from knowledge.models import ClauseComment, Consultation, Resource
from pvehub import access
from pvehub.people.calendar import day_at
from pvehub.ui.paging import page_of


@require_safe
def consultation_list(request: HttpRequest) -> HttpResponse:
    """Drafts this person was asked about, or asks about: those that take comments first."""
    rows = Consultation.objects.visible_to(request.user).for_list()
    page = page_of(rows.order_by("-ended_at", "until_on", "pk"), request)
    for row in page.rows:
        row.is_open = row.takes_comments(day_at(row.resource.owner_office))
    return render(request, "knowledge/consultation_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def consultation_open(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put the newest text before colleagues until a day."""
    rows = Resource.objects.visible_to(request.user).select_related("owner_office__parent")
    resource = get_object_or_404(rows, uid=uid)
    access.require(permissions.why_not_consult(request.user, resource))
    initial = {"until_on": day_at(resource.owner_office) + timedelta(days=21), "whom": ConsultationForm.SOME}
    form = ConsultationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        is_for_all = given.pop("whom") == ConsultationForm.ALL
        try:
            made = actions.open_consultation(resource, by=request.user, is_for_all=is_for_all, **given)
        except access.Unmet as unmet:
            form.add_error(None, [str(blocker) for blocker in unmet.blockers])
        else:
            messages.success(request, _("Put before them. They have been told."))
            return redirect(made)
    return render(request, "knowledge/consultation_open.html", {"resource": resource, "form": form})


@require_safe
def consultation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft, clause by clause, with what colleagues say of each."""
    return _page(request, _found(request, pk))


@require_POST
@access.once
def consultation_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something of a clause, or of the whole."""
    consultation = _found(request, pk)
    today = day_at(consultation.resource.owner_office)
    access.require(permissions.why_not_comment_on(request.user, consultation, today))
    form = CommentForm(request.POST, numbers=_numbers(consultation))
    if not form.is_valid():
        return _page(request, consultation, form)
    actions.comment_on(consultation, by=request.user, **form.cleaned_data)
    messages.success(request, _("Your comment stands. You are told what becomes of it."))
    return redirect(consultation)


@require_POST
def comment_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own comment back before it has an answer."""
    comment = _comment(request, pk)
    actions.take_back_comment(comment, by=request.user)
    messages.success(request, _("Taken back."))
    return redirect(comment.consultation)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_dispose(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what becomes of one comment, and why."""
    comment = _comment(request, pk)
    access.require(permissions.why_not_dispose(request.user, comment.consultation))
    form = DispositionForm(request.POST or None, initial={"outcome": comment.outcome, "because": comment.because})
    if request.method == "POST" and form.is_valid():
        actions.dispose(comment, by=request.user, **form.cleaned_data)
        messages.success(request, _("Answered."))
        return redirect(f"{comment.consultation.get_absolute_url()}#comment-{comment.pk}")
    facts = {"comment": comment, "consultation": comment.consultation, "form": form, "line": _line(comment)}
    return render(request, "knowledge/comment_dispose.html", facts)


@require_POST
def consultation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Every comment has its answer."""
    consultation = _found(request, pk)
    actions.end_consultation(consultation, by=request.user)
    messages.success(request, _("Ended. The answers stand beside the note once it is published."))
    return redirect(consultation)


def _found(request: HttpRequest, pk: int) -> Consultation:
    rows = Consultation.objects.visible_to(request.user).select_related("resource__owner_office", "opened_by")
    found: Consultation = get_object_or_404(rows, pk=pk)
    return found


def _comment(request: HttpRequest, pk: int) -> ClauseComment:
    rows = ClauseComment.objects.visible_to(request.user)
    found: ClauseComment = get_object_or_404(rows.select_related("consultation__resource__owner_office", "by"), pk=pk)
    return found


def _numbers(consultation: Consultation) -> list[tuple[str, str]]:
    return [(line.number, f"§{line.number}") for line in clauses.parse(consultation.clauses)]


def _line(comment: ClauseComment) -> clauses.Line | None:
    """The clause a comment is on; none where it is on the whole."""
    lines = clauses.parse(comment.consultation.clauses)
    return next((line for line in lines if line.number == comment.clause), None)


def _page(request: HttpRequest, consultation: Consultation, form: CommentForm | None = None) -> HttpResponse:
    user, today = request.user, day_at(consultation.resource.owner_office)
    rows = list(consultation.comments.select_related("by", "office", "disposed_by").order_by("at", "pk"))
    why_not_dispose = permissions.why_not_dispose(user, consultation)
    said: dict[str, list[Any]] = {}
    for row in rows:
        row.is_mine = row.by_id == user.pk and row.disposed_at is None and consultation.ended_at is None
        said.setdefault(row.clause, []).append(row)
    facts = {
        "consultation": consultation,
        "is_open": consultation.takes_comments(today),
        "lines": [(line, said.get(line.number, [])) for line in clauses.parse(consultation.clauses)],
        "whole": said.get("", []),
        "waiting": sum(row.disposed_at is None for row in rows),
        "total": len(rows),
        "offices": list(consultation.offices.by_name()),
        "why_not_dispose": why_not_dispose,
        "why_not_comment": permissions.why_not_comment_on(user, consultation, today),
        "is_author": Resource.objects.of_author(user).filter(pk=consultation.resource_id).exists(),
        "form": form or CommentForm(numbers=_numbers(consultation), initial={"clause": request.GET.get("clause", "")}),
    }
    return render(request, "knowledge/consultation_detail.html", facts)
