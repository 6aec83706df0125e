"""One condition: showing that it is met, and the word on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from endorsement import actions, permissions
from endorsement.forms import VerdictForm
from endorsement.forms.clock import EvidenceForm
from endorsement.models import Condition
from pvehub import access, files
from pvehub.audit import trail
from pvehub.ui.htmx import render_page

from ._loading import told, visible


def _loaded(request: HttpRequest, ref: str, pk: int) -> Condition:
    case = visible(request, ref)
    rows = Condition.objects.visible_to(request.user).select_related(
        "decision", "owner", "answered_by", "judged_by", "file"
    )
    condition: Condition = get_object_or_404(rows, pk=pk, decision__case=case)
    condition.decision.case = case
    return condition


def _page(request: HttpRequest, condition: Condition, form: Any, title: str, status: int = 200) -> HttpResponse:
    context = {"case": condition.decision.case, "condition": condition, "form": form, "title": title}
    return render_page(request, "endorsement/condition_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def condition_answer(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """The owner or the team says what shows that it is met."""
    condition = _loaded(request, ref, pk)
    access.require(permissions.why_not_answer_condition(request.user, condition))
    form, status = EvidenceForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_condition(condition, by=request.user, **form.cleaned_data)
        except files.Rejected as rejected:
            form.add_error("upload", rejected)
            status = 422
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Sent to TRD, which says whether the condition is met."))
            return redirect(condition.decision.case)
    return _page(request, condition, form, _("Show that a condition is met"), status)


def _outcomes(request: HttpRequest, condition: Condition) -> list[tuple[str, Any]]:
    """What this person may say of it now; nothing at all is a 403 with the sentence."""
    judging = permissions.why_not_judge_condition(request.user, condition)
    waiving = permissions.why_not_waive_condition(request.user, condition)
    access.require(judging if judging and waiving else None)
    found = [] if judging else [("met", _("It is met")), ("rejected", _("The evidence is not enough"))]
    return found if waiving else [*found, ("waived", _("It is waived"))]


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def condition_judge(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """TRD says whether it is met; the deciding seat may waive it."""
    condition = _loaded(request, ref, pk)
    form, status = VerdictForm(_outcomes(request, condition), request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        outcome, verdict = form.cleaned_data["outcome"], form.cleaned_data["verdict"]
        try:
            if outcome == "waived":
                actions.waive_condition(condition, by=request.user, verdict=verdict)
            else:
                actions.judge_condition(condition, by=request.user, is_met=outcome == "met", verdict=verdict)
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Recorded. The team has been told."))
            return redirect(condition.decision.case)
    return _page(request, condition, form, _("Judge a condition"), status)


@require_safe
def condition_file(request: HttpRequest, ref: str, pk: int) -> HttpResponseBase:
    """The paper that shows it, for whoever sees the case; the download is on record."""
    condition = _loaded(request, ref, pk)
    if condition.file is None:
        raise Http404
    trail.read(condition, by=request.user, what="download")
    name = f"{condition.decision.case.ref}-{condition.number}.{condition.file.extension}"
    return files.respond(request, condition.file, name)
