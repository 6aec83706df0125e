"""The project's side: open, submit, clear, send back, answer and resubmit, withdraw."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from endorsement import actions, guards, permissions, showing
from endorsement.forms import ClearForm, ReasonForm, SendBackForm
from endorsement.models import Case
from projects.models import Project
from pvehub import access
from pvehub.ui.htmx import render_page

from ._loading import entitled
from .findings import Reasons, explained, reasons, told_in_place


@require_POST
@access.once
def case_open(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a case on a project and go on to the checklist."""
    project = get_object_or_404(Project.objects.visible_to(request.user), ref=ref)
    case = actions.open_case(project, by=request.user)
    return redirect("endorsement:case-submit", case.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_submit(request: HttpRequest, ref: str) -> HttpResponse:
    """The live checklist of what is still missing, the words to weigh, and the button that freezes the version."""
    case = entitled(request, ref, "submit")
    if request.method != "POST":
        return _checklist(request, case, _lacking(case), reasons(request, case, "submit"))
    said = explained(request, case, "submit")
    if not said.is_kept:
        return _checklist(request, case, _lacking(case), said, status=409)
    if "keep" in request.POST:
        messages.success(request, _("Your reasons are kept."))
        return redirect("endorsement:case-submit", case.ref)
    try:
        actions.submit(case, by=request.user, unanswered=_sent_unanswered(request))
    except access.Unmet as problem:
        return _checklist(request, case, problem.blockers, reasons(request, case, "submit"), status=409)
    messages.success(request, _("Submitted. The head of your office has been told."))
    return redirect(case)


def _sent_unanswered(request: HttpRequest) -> list[str]:
    """The places of words that the page showed without a reason, where its sender took the button that sends them so."""
    return request.POST.get("unanswered", "").split()


def _lacking(case: Case) -> list[access.Blocker]:
    return [*guards.to_submit(case.project), *guards.to_submit_kind(case)]


def _checklist(
    request: HttpRequest, case: Case, blockers: list[access.Blocker], said: Reasons, status: int = 200
) -> HttpResponse:
    why_not = permissions.why_not_submit(request.user, case)
    context = {
        "case": case,
        "blockers": blockers,
        "words": said.words,
        "unanswered": said.unanswered(),
        "kept": said.kept,
        "why_not": why_not,
    }
    return render_page(request, "endorsement/case_submit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_clear(request: HttpRequest, ref: str) -> HttpResponse:
    """The head of the lead office reads, then clears or sends back."""
    case = entitled(request, ref, "clear")
    form = ClearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.clear(case, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("Cleared. TRD has been told."))
        return redirect(case)
    return _clearing(request, case, form, SendBackForm(prefix="back"))


def _clearing(request: HttpRequest, case: Case, form: ClearForm, back: SendBackForm) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "back": back,
        "why_not": permissions.why_not_clear(request.user, case),
        **told_in_place(case, request.user),
    }
    return render_page(request, "endorsement/case_clear.html", context)


@require_POST
@access.once
def case_send_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Back to the team, with a reason."""
    case = entitled(request, ref, "send-back")
    form = SendBackForm(request.POST, prefix="back")
    if not form.is_valid():
        return _clearing(request, case, ClearForm(), form)
    actions.send_back(case, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Sent back. The team has been told."))
    return redirect(case)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_answer(request: HttpRequest, ref: str) -> HttpResponse:
    """The questions with their answers, the open sections, the words to weigh, and the button that resubmits."""
    case = entitled(request, ref, "resubmit")
    if request.method != "POST":
        return _answering(request, case, reasons(request, case, "answer"))
    said = explained(request, case, "answer")
    if not said.is_kept:
        return _answering(request, case, said, status=409)
    if "keep" in request.POST:
        messages.success(request, _("Your reasons are kept."))
        return redirect("endorsement:case-answer", case.ref)
    try:
        actions.resubmit(case, by=request.user, unanswered=_sent_unanswered(request))
    except access.Unmet as problem:
        return _answering(request, case, reasons(request, case, "answer"), problem.blockers, status=409)
    messages.success(request, _("Resubmitted. TRD has been told."))
    return redirect(case)


def _answering(
    request: HttpRequest, case: Case, said: Reasons, blockers: list[access.Blocker] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "case": case,
        "threads": [row for row in showing.threads(case, request.user) if row.state != "resolved"],
        "blockers": blockers,
        "words": said.words,
        "unanswered": said.unanswered(),
        "kept": said.kept,
        "sections": showing.open_sections(case),
        "why_not": permissions.why_not_resubmit(request.user, case),
    }
    return render_page(request, "endorsement/case_answer.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """The project takes its case back."""
    case = entitled(request, ref, "withdraw")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(case, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Withdrawn. What was written stays on record."))
        return redirect(case)
    context = {"case": case, "form": form, "why_not": permissions.why_not_step("withdraw", request.user, case)}
    return render_page(request, "endorsement/case_withdraw.html", context)
