"""Steps of one form: regional advice, out of scope by two persons, a decision recalled, a refusal reopened."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from endorsement import actions, guards, permissions, workflow
from endorsement.forms import GroundsForm, ReasonForm, ScopeAnswerForm, ScopeFindingForm
from endorsement.forms.advising import AdviceForm
from pvehub import access
from pvehub.ui.htmx import render_page

from ._loading import entitled, told, visible
from .life import Page, answer_page, given, step_page

RECALL = Page(
    workflow.BY_SLUG["recall"].label,
    _(
        "The case comes back to you. The letter is no longer valid from this second on; everyone told before is told again."
    ),
    _("Recalled. Everyone who had been told of the decision has been told."),
    kind="danger",
)
REOPEN = Page(
    workflow.BY_SLUG["reopen"].label,
    _("The seat above the one that refused decides anew, on the same version. There is one reopening, within 30 days."),
    _("Reopened. Everyone concerned has been told."),
)
ASK = Page(
    _("Ask for it to be reopened"),
    _("The head of TRD and the director of DOE read your grounds and decide whether the refusal is judged anew."),
    _("Asked. The head of TRD and the director of DOE have been told."),
)
ADVISE = Page(
    workflow.BY_SLUG["advise"].label,
    _("The case goes on to headquarters with your advice. After five working days it goes on without."),
    _("Given. Headquarters has been told."),
)
FIND = Page(
    workflow.BY_SLUG["find-out-of-scope"].label,
    _("You say that this is no work on violent extremism. A second reviewer confirms it before anything moves."),
    _("Noted. A second reviewer has been asked."),
)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_recall(request: HttpRequest, ref: str) -> HttpResponse:
    """The decider takes the decision back."""
    return step_page(request, ref, "recall", RECALL, actions.recall, ReasonForm, guards.to_recall)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_reopen(request: HttpRequest, ref: str) -> HttpResponse:
    """A refusal is judged anew, one level up."""
    return step_page(request, ref, "reopen", REOPEN, actions.reopen, ReasonForm, guards.to_reopen)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_ask_to_reopen(request: HttpRequest, ref: str) -> HttpResponse:
    """The head of the lead office asks for it."""
    case = visible(request, ref)
    access.require(permissions.why_not_ask_to_reopen(request.user, case))
    blockers = guards.to_reopen(case)
    form = given(request, GroundsForm)
    return answer_page(request, ASK, form, actions.ask_to_reopen, case, why_not=None, blockers=blockers)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_advise(request: HttpRequest, ref: str) -> HttpResponse:
    """The word of the regional office."""
    return step_page(request, ref, "advise", ADVISE, actions.advise, AdviceForm)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_out_of_scope(request: HttpRequest, ref: str) -> HttpResponse:
    """The first word on it; where one waits already, the second."""
    case = entitled(request, ref, "find-out-of-scope")
    finding = case.scope_findings.filter(is_confirmed=None).select_related("found_by").first()
    if finding is not None:
        return redirect("endorsement:scope-answer", case.ref, finding.pk)
    act, slug = actions.find_out_of_scope, "find-out-of-scope"
    return step_page(request, ref, slug, FIND, act, ScopeFindingForm, guards.to_leave_scope)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def scope_answer(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """What the first reviewer found, and the second's word: confirmed, or the case stays."""
    case = entitled(request, ref, "find-out-of-scope")
    finding = get_object_or_404(case.scope_findings.select_related("found_by", "submission"), pk=pk)
    finding.case = case
    form, status = ScopeAnswerForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        act = actions.confirm_out_of_scope if form.cleaned_data["word"] == "confirm" else actions.keep_in_scope
        try:
            act(finding, by=request.user, answer=form.cleaned_data["answer"])
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Your word is on record. Everyone concerned has been told."))
            return redirect(case)
    why_not = permissions.why_not_confirm_scope(request.user, finding)
    context = {"case": case, "finding": finding, "form": form, "why_not": why_not}
    return render_page(request, "endorsement/scope_answer.html", context, status=status)
