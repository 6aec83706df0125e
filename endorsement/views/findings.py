"""Words that need a second look: the author's reasons on the way to a submission, and the lead's word on red lines."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from endorsement import actions, permissions, showing
from endorsement.forms.findings import FindingVerdictForm, ReasonsForm
from endorsement.models import Case, Finding
from pvehub import access
from pvehub.people.models import User
from pvehub.ui.htmx import render_page

from ._loading import visible
from ._words import Kept, kept


@dataclass
class Reasons:
    """The hits in the working copy, each with its box, and what this person typed and has not sent. `is_kept`: what came
    with a POST stands beside the words now; false where one of the texts cannot be kept as it is."""

    words: list[showing.WeighedWord]
    kept: Kept
    is_kept: bool = True

    def unanswered(self) -> list[str]:
        """The places of words that have no reason yet: the page shows them, and its second button sends them along."""
        return [word.name for word in self.words if word.weighed.needs_a_reason]


def reasons(request: HttpRequest, case: Case, page: str) -> Reasons:
    """The boxes as a page shows them: what was typed last, else what was said so far."""
    return _boxes(request, case, page)[1]


def explained(request: HttpRequest, case: Case, page: str) -> Reasons:
    """Keep the reasons that came with a POST, and let the draft of them go."""
    form, given = _boxes(request, case, page, request.POST)
    if not form.is_valid():
        return Reasons(given.words, given.kept, is_kept=False)
    sent = {name: text for name, text in form.cleaned_data.items() if form.add_prefix(name) in request.POST}
    if sent:
        actions.explain(case, sent, by=request.user)
        actions.let_go(case, page, by=request.user)
    return given


def _boxes(request: HttpRequest, case: Case, page: str, data: Any = None) -> tuple[ReasonsForm, Reasons]:
    words, typed = showing.words(case), kept(request, case, page)
    drafted = typed.part(ReasonsForm.prefix)
    first = {word.name: drafted.get(word.name) or word.reason for word in words}
    form = ReasonsForm(data, hits={word.name: word.quoted for word in words}, initial=first)
    for word in words:
        form.mark(word.name, is_wanted=word.is_wanted)
        word.box = form[word.name]
    return form, Reasons(words, typed)


def told_in_place(case: Case, user: User) -> dict[str, Any]:
    """The version that counts now with what was found in its words, in one panel and in their places."""
    found = showing.findings(case, case.current_submission, user)
    return {"findings": found, "sections": showing.placed(showing.sections(case.current_submission, []), found)}


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def finding_judge(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """The lead's word on words past a red line: cleared or confirmed."""
    case = visible(request, ref)
    finding = get_object_or_404(Finding.objects.visible_to(request.user), pk=pk, case=case)
    finding.case = case
    access.require(permissions.WHO["conclude"](request.user, case))
    words = kept(request, case, f"judge-{pk}")
    form = FindingVerdictForm(request.POST or None, initial=words.plain)
    if request.method == "POST" and form.is_valid():
        is_confirmed = form.cleaned_data["verdict"] == "confirmed"
        actions.judge_finding(finding, by=request.user, is_confirmed=is_confirmed, reason=form.cleaned_data["reason"])
        actions.let_go(case, words.form, by=request.user)
        messages.success(request, _("Your word stands beside the words. The flag of the case follows."))
        return redirect(f"{case.get_absolute_url()}#findings")
    context = {
        "case": case,
        "form": form,
        "kept": words,
        "finding": showing.findings_of([finding], case, request.user)[0],
        "why_not": permissions.why_not_judge_finding(request.user, finding),
    }
    return render_page(request, "endorsement/finding_judge.html", context)
