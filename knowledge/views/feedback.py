"""What people thought of a meeting: the form, and its results once they cannot be traced to anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from knowledge import actions, ledger, permissions
from knowledge.forms import FeedbackForm
from knowledge.models import Meeting
from knowledge.views.meetings import meeting_of, sent_of
from pvehub import access


@dataclass(frozen=True)
class Score:
    """How often a score was given."""

    label: str
    value: int
    url: str = ""


@access.once
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_give(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Once each; what is said stands apart from who said it."""
    meeting = meeting_of(request, uid)
    access.require(permissions.why_not_give_feedback(request.user, meeting))
    form = FeedbackForm(sent_of(request), meeting=meeting)
    if form.is_bound and form.is_valid():
        actions.give_feedback(meeting, by=request.user, **form.said())
        messages.success(request, _("Thank you. Nobody can tell which answers are yours."))
        return redirect("knowledge:feedback-results", meeting.uid)
    context = {"form": form, "meeting": meeting}
    return render(request, "knowledge/feedback_give.html", context, status=422 if form.is_bound else 200)


@require_safe
def feedback_results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How the scores are spread, and the words in no order that tells anything; nothing of fewer than three answers."""
    meeting = meeting_of(request, uid)
    count = meeting.ratings.filter(question=ledger.Rating.CONSTRUCTIVE).count()
    is_shown = count >= ledger.FEWEST_ANSWERS
    context = {
        "meeting": meeting,
        "count": count,
        "is_shown": is_shown,
        "fewest": ledger.FEWEST_ANSWERS,
        "spreads": _spreads(meeting) if is_shown else [],
        "said": _said(meeting) if is_shown else [],
        "why_not": permissions.why_not_give_feedback(request.user, meeting),
    }
    return render(request, "knowledge/feedback_results.html", context)


def _spreads(meeting: Meeting) -> list[dict[str, Any]]:
    """Of each question the scores from 1 to 5 and their mean; one query."""
    counted = meeting.ratings.order_by().values("question", "score").annotate(n=Count("pk"))
    given = {(row["question"], row["score"]): row["n"] for row in counted}
    found = []
    for question in ledger.Rating:
        scores = [Score(str(score), given.get((question.value, score), 0)) for score in range(1, 6)]
        number = sum(one.value for one in scores)
        mean = sum(int(one.label) * one.value for one in scores) / number if number else 0
        found.append({"question": question.label, "scores": scores, "mean": mean, "number": number})
    return found


def _said(meeting: Meeting) -> list[tuple[Any, list[str]]]:
    """The words by session and question. Their keys are random, so their order tells nothing."""
    rows = list(meeting.comments.select_related("session").order_by("session__position", "pk"))
    sessions: dict[Any, list[str]] = {}
    for row in rows:
        if row.session is not None:
            sessions.setdefault(row.session, []).append(row.text)
    asked = [(one.label, [row.text for row in rows if row.question == one]) for one in ledger.OpenQuestion]
    return [*sessions.items(), *((label, texts) for label, texts in asked if texts)]
