"""TRD's side: screen, assign, declare, review, return, conclude, judge the red line, hold and resume."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from endorsement import actions, guards, permissions, showing
from endorsement.forms import (
    AssignForm,
    DeclareForm,
    HoldForm,
    NoteForm,
    RedLineForm,
    ReturnForm,
    ReviewForm,
    ScreenForm,
    review_initial,
)
from endorsement.models import Case, Review
from pvehub import access
from pvehub.people.models import User
from pvehub.ui.htmx import render_page

from ._loading import entitled, told, visible
from ._words import kept

BOTH = ["GET", "HEAD", "POST"]


def candidates(case: Case) -> QuerySet[User]:
    """Who can be asked to read a case: TRD's people without a tie to it."""
    people = access.people_holding("review_cases", case.project.lead_office)
    fit = [person.pk for person in people if permissions.why_not_read_for_trd(person, case) is None]
    return User.objects.filter(pk__in=fit).order_by("sort_key", "pk")


@require_http_methods(BOTH)
@access.once
def case_screen(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirm or overrule the scope, name the lead and the reviewers."""
    case = entitled(request, ref, "start-review")
    form = ScreenForm(request.POST or None, people=candidates(case))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        is_scope_confirmed = data.pop("scope") == "confirmed"
        try:
            actions.start_review(case, by=request.user, is_scope_confirmed=is_scope_confirmed, **data)
        except access.Unmet as problem:
            told(form, problem)
        else:
            messages.success(request, _("The review has started. Its readers have been told."))
            return redirect(case)
    context = {"case": case, "form": form, "why_not": permissions.why_not_screen(request.user, case)}
    return render_page(request, "endorsement/case_screen.html", context)


@require_http_methods(BOTH)
@access.once
def case_assign(request: HttpRequest, ref: str) -> HttpResponse:
    """One more reader, or another lead."""
    case = visible(request, ref)
    access.require(permissions.why_not_assign(request.user, case))
    form = AssignForm(request.POST or None, people=candidates(case))
    if request.method == "POST" and form.is_valid():
        actions.assign(case, form.cleaned_data["reviewer"], by=request.user, part=form.cleaned_data["part"])
        messages.success(request, _("Assigned. The person has been told."))
        return redirect(case)
    return _one_form(request, case, form, _("Ask somebody to read this case"), permissions.why_not_assign)


@require_http_methods(BOTH)
@access.once
def case_declare(request: HttpRequest, ref: str) -> HttpResponse:
    """Whether an interest stands in the way; who names one leaves the case at once."""
    case = visible(request, ref)
    access.require(permissions.why_not_review(request.user, case))
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_free = form.cleaned_data["is_free"] == "yes"
        actions.declare(case, by=request.user, is_free=is_free, note=form.cleaned_data["note"])
        return redirect("endorsement:case-review", case.ref) if is_free else redirect("endorsement:case-list")
    return _one_form(request, case, form, _("Declare your interests"), permissions.why_not_review)


@require_http_methods(BOTH)
def case_review(request: HttpRequest, ref: str) -> HttpResponse:
    """The reviewer's checklist beside the version; saved as often as wanted, sent once."""
    case = visible(request, ref)
    access.require(permissions.why_not_review(request.user, case))
    part = case.assignments.get(reviewer=request.user, part="reviewer", closed_at=None)
    if not part.is_free_of_conflict:
        return redirect("endorsement:case-declare", case.ref)
    mine = Review.objects.filter(assignment=part).order_by("-pk").first()
    questions = mine.questions if mine and mine.submission_id == case.current_submission_id else actions.questions()
    is_sent = "send" in request.POST
    words = kept(request, case, "review")
    initial = {**review_initial(mine), **words.plain, "seen": case.current_submission.sha256}
    form = ReviewForm(request.POST or None, questions=questions, is_sent=is_sent, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _reviewed(request, case, form, is_sent)
        except access.Unmet as problem:
            told(form, problem)
    may_carry = mine is not None and mine.submitted_at is not None and mine.submission_id != case.current_submission_id
    found = showing.findings(case, case.current_submission, request.user)
    context = {"case": case, "form": form, "mine": mine, "may_carry": may_carry, "findings": found, "kept": words}
    return render_page(request, "endorsement/case_review.html", {**context, "always": guards.ALWAYS})


@require_POST
@access.once
def review_carry(request: HttpRequest, ref: str) -> HttpResponse:
    """The last review, sent for the version on the table as it stands."""
    case = visible(request, ref)
    access.require(permissions.why_not_review(request.user, case))
    actions.carry_review(case, by=request.user, seen=request.POST.get("seen", "")[:64])
    messages.success(request, _("Your review is given. The lead has been told."))
    return redirect(case)


def _reviewed(request: HttpRequest, case: Case, form: ReviewForm, is_sent: bool) -> HttpResponse:
    said: dict[str, Any] = {
        "answers": form.answers(),
        "recommendation": form.cleaned_data["recommendation"],
        "text": form.cleaned_data["text"],
    }
    if is_sent:
        actions.give_review(case, by=request.user, seen=form.cleaned_data["seen"], **said)
        messages.success(request, _("Your review is given. The lead has been told."))
        return redirect(case)
    actions.keep_review(case, by=request.user, **said)
    messages.success(request, _("Saved. Nobody else sees it until you send it."))
    return redirect("endorsement:case-review", case.ref)


@require_http_methods(BOTH)
@access.once
def case_return(request: HttpRequest, ref: str) -> HttpResponse:
    """Back to the mission with questions, a date and the sections that open."""
    case = entitled(request, ref, "return")
    asked = case.threads.owing_an_answer().order_by("pk")
    form = ReturnForm(request.POST or None, initial={"sections": sorted({thread.section for thread in asked} - {""})})
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_to_mission(case, by=request.user, **form.cleaned_data)
        except access.Unmet as problem:
            told(form, problem)
        else:
            messages.success(request, _("Returned. The team has been told."))
            return redirect(case)
    shown = [row for row in showing.threads(case, request.user) if row.response_required and row.state == "open"]
    context = {
        "case": case,
        "form": form,
        "threads": shown,
        "blockers": guards.to_return(case),
        "why_not": permissions.why_not_return(request.user, case),
    }
    return render_page(request, "endorsement/case_return.html", context)


@require_http_methods(BOTH)
@access.once
def case_conclude(request: HttpRequest, ref: str) -> HttpResponse:
    """What is still missing, and the button that puts the case before the deciding seat."""
    case = entitled(request, ref, "conclude")
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.conclude(case, by=request.user, note=form.cleaned_data["note"])
        except access.Unmet as problem:
            told(form, problem)
        else:
            messages.success(request, _("The case is before the deciding seat."))
            return redirect(case)
    context = {
        "case": case,
        "form": form,
        "blockers": guards.to_conclude(case),
        "reviews": showing.reviews(case, request.user),
        "why_not": permissions.why_not_conclude(request.user, case),
    }
    return render_page(request, "endorsement/case_conclude.html", context)


@require_POST
@access.once
def case_red_line(request: HttpRequest, ref: str) -> HttpResponse:
    """The lead's word on a red-line flag."""
    case = visible(request, ref)
    access.require(permissions.why_not_judge_red_line(request.user, case))
    form = RedLineForm(request.POST)
    if form.is_valid():
        is_confirmed = form.cleaned_data["verdict"] == "confirmed"
        actions.judge_red_line(case, by=request.user, is_confirmed=is_confirmed, reason=form.cleaned_data["reason"])
        return redirect(case)
    return _one_form(request, case, form, _("Judge the red line"), permissions.why_not_judge_red_line)


@require_http_methods(BOTH)
@access.once
def case_hold(request: HttpRequest, ref: str) -> HttpResponse:
    """Put on hold, with a reason and a date to look at it again."""
    case = entitled(request, ref, "hold")
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hold(case, by=request.user, **form.cleaned_data)
        except access.Unmet as problem:
            told(form, problem)
        else:
            messages.success(request, _("On hold. The clock stands still."))
            return redirect(case)
    return _one_form(
        request, case, form, _("Put on hold"), lambda user, case: permissions.why_not_step("hold", user, case)
    )


@require_http_methods(BOTH)
@access.once
def case_resume(request: HttpRequest, ref: str) -> HttpResponse:
    """Take off hold."""
    case = entitled(request, ref, "resume")
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.resume(case, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("Off hold. The clock runs again."))
        return redirect(case)
    return _one_form(
        request, case, form, _("Take off hold"), lambda user, case: permissions.why_not_step("resume", user, case)
    )


def _one_form(request: HttpRequest, case: Case, form: Form, title: str, why_not: Any) -> HttpResponse:
    """A page with one form, its title and, where the act is not theirs, the reason."""
    context = {"case": case, "form": form, "title": title, "why_not": why_not(request.user, case)}
    return render_page(request, "endorsement/case_form.html", context)
