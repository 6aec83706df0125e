"""Lists, the case page, versions, their difference, and the letter."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from endorsement import diffing, permissions, showing
from endorsement.filters import CaseFilter
from endorsement.forms import RedLineForm
from endorsement.models import Case, Letter, Submission
from projects import content
from pvehub import access, files
from pvehub.audit import trail
from pvehub.people.models import User
from pvehub.ui.components import Tab
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of, url_of

from ._loading import visible


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases whose next step is mine, or all I may see; the url is the filter."""
    seen = Case.objects.visible_to(request.user)
    mine = Case.objects.awaiting(request.user)
    is_all = request.GET.get("turn") == "all"
    filterset = CaseFilter(request.GET, queryset=seen if is_all else mine, request=request)
    page = page_of(filterset.qs.for_list(), request)
    tabs = [
        Tab(str(showing.MY_TURN), url_of(request, turn="", page=""), current=not is_all),
        Tab(str(showing.ALL_CASES), url_of(request, turn="all", page=""), current=is_all),
        *showing.other_lists(request.user),
    ]
    showing.with_clock(page.rows, request.user, timezone.now())
    context = {"page": page, "filterset": filterset, "tabs": tabs, "is_all": is_all}
    return render_page(request, "endorsement/case_list.html", context, fragment="endorsement/_case_list.html")


@require_safe
def case_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Whose turn it is and what can be done, the content with its threads, reviews, conditions, what happened."""
    case = visible(request, ref)
    trail.read(case, by=request.user)
    shown = showing.threads(case, request.user)
    is_internal = Case.objects.internal_to(request.user).filter(pk=case.pk).exists()
    told = of_the_version(case, request.user)
    context = {
        "case": case,
        "label": showing.status_label(case, access.standing(request.user)),
        "buttons": showing.buttons(case, request.user),
        "sections": showing.placed(showing.sections(case.current_submission, shown), told["findings"]),
        **told,
        "loose": showing.loose(case.current_submission, shown),
        "baseline": showing.against_baseline(case, request.user) if case.has_baseline else None,
        "versions": _versions(case),
        "conditions": showing.conditions(case, request.user),
        "letter": showing.letter_of(case),
        "advice": case.regional_advice.select_related("by", "submission").order_by("-pk"),
        "events": showing.timeline(case, is_internal=is_internal),
        **showing.passage(case, request.user, timezone.now()),
        "may_comment": permissions.why_not_comment(request.user, case) is None,
        **(_for_lead(request, case) if is_internal else {}),
    }
    return render_page(request, "endorsement/case_detail.html", context)


def of_the_version(case: Case, user: User) -> dict[str, Any]:
    """What was found in the words of the version that counts now, and what its reviews say, as far as this person reads it."""
    reviews = showing.reviews(case, user)
    found = showing.findings(case, case.current_submission, user)
    return {"findings": found, "reviews": reviews, "scorecard": showing.scorecard(reviews)}


def _versions(case: Case) -> list[dict[str, object]]:
    """The frozen versions, newest first, each with the one before it."""
    rows = case.submissions.defer("content").order_by("-number")
    return [{"number": row.number, "frozen_at": row.frozen_at, "before": row.number - 1} for row in rows]


def _for_lead(request: HttpRequest, case: Case) -> dict[str, object]:
    """The readers, and what the lead does about them and about a red line; nothing of it for people outside headquarters."""
    return {
        "readers": case.assignments.filter(closed_at=None).select_related("reviewer").order_by("pk"),
        "clearances": showing.clearances(case, request.user),
        "reads_desk": True,
        "may_propose": permissions.why_not_propose(request.user, case) is None,
        "may_ask_clearance": permissions.why_not_ask_clearance(request.user, case) is None,
        "may_assign": permissions.why_not_assign(request.user, case) is None,
        "red_line_form": RedLineForm() if permissions.why_not_judge_red_line(request.user, case) is None else None,
    }


@require_safe
def version_detail(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One frozen version, rendered from its own content and labels alone."""
    case = visible(request, ref)
    submission = get_object_or_404(Submission.objects.visible_to(request.user), case=case, number=number)
    trail.read(submission, by=request.user)
    found = showing.findings(case, submission, request.user)
    sections = showing.placed(showing.sections(submission, []), found)
    context = {"case": case, "submission": submission, "sections": sections, "findings": found}
    return render_page(request, "endorsement/version_detail.html", context)


@require_safe
def version_diff(request: HttpRequest, ref: str, before: int, after: int) -> HttpResponse:
    """What changed between two versions, word by word."""
    case = visible(request, ref)
    rows = Submission.objects.visible_to(request.user).filter(case=case)
    old, new = get_object_or_404(rows, number=before), get_object_or_404(rows, number=after)
    trail.read(new, by=request.user)
    context = {"case": case, "old": old, "new": new, "fields": difference(old, new)}
    return render_page(request, "endorsement/version_diff.html", context)


def difference(old: Submission, new: Submission) -> list[diffing.FieldDiff]:
    """The fields that differ, with names for people."""
    named = [{**row.content, "sections": content.with_names(row.content.get("sections", []))} for row in (old, new)]
    return diffing.versions(*named)


@require_safe
def letter_download(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """The PDF of a letter, for whoever sees the case; the download is on record."""
    case = visible(request, ref)
    letter = get_object_or_404(Letter.objects.select_related("pdf"), pk=pk, decision__case=case)
    trail.read(letter, by=request.user, what="download")
    return files.respond(request, letter.pdf, letter.file_name)
