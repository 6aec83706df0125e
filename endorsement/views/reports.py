"""Reports: the lists of both sides, one report, writing it with nothing lost, sending it, and TRD's word on it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from endorsement import actions, guards, permissions, reporting, showing, telling
from endorsement.filters import ReportFilter
from endorsement.forms import ReasonForm
from endorsement.forms.reports import DonorReportForm, JudgeReportForm, ReportForm, revision_of
from endorsement.models import Report
from projects.models import Participation, Project
from pvehub import access
from pvehub.audit import trail
from pvehub.people.calendar import add_working_days
from pvehub.people.models import User
from pvehub.ui.components import Tab
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of, url_of

from ._loading import told

BOTH = ["GET", "HEAD", "POST"]
HELD_FOR = 3 * 24 * 3600  # seconds a form keeps its right to leave its text with the server after the session has ended
SALT = "endorsement.report-held"


def loaded(user: Any, ref: str, number: int) -> Report:
    """The report, if this person sees it; else 404."""
    rows = Report.objects.visible_to(user).select_related(
        "project__lead_office__parent", "project__manager", "decision__submission__register_snapshot", "reviewer"
    )
    report: Report = get_object_or_404(
        rows.prefetch_related("project__partner_offices"), project__ref=ref, number=number
    )
    return report


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports whose next step is mine, or all I may see; the url is the filter."""
    today = timezone.localdate()
    is_all = request.GET.get("turn") == "all"
    until = today + timedelta(days=showing.SOON_DAYS)
    rows = Report.objects.visible_to(request.user) if is_all else Report.objects.awaiting(request.user, until=until)
    filterset = ReportFilter(request.GET, queryset=rows, request=request)
    page = page_of(filterset.qs.for_list(), request)
    tabs = [
        Tab(str(showing.MY_TURN), url_of(request, turn="", page=""), current=not is_all),
        Tab(_("All reports"), url_of(request, turn="all", page=""), current=is_all),
    ]
    shown = [showing.report_row(report, today) for report in page.rows]
    context = {"page": page, "rows": shown, "filterset": filterset, "tabs": tabs, "is_all": is_all}
    return render_page(request, "endorsement/report_list.html", context, fragment="endorsement/_report_list.html")


@require_safe
def report_detail(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Where a report stands, what was sent last with TRD's word on it, every version, and what happened."""
    report = loaded(request.user, ref, number)
    trail.read(report, by=request.user)
    last = report.versions.order_by("-number").first()
    context = {
        "report": report,
        "project": report.project,
        **showing.report_row(report, telling.today_of(report)),
        "buttons": showing.report_buttons(report, request.user),
        "versions": showing.versions_of(report),
        "events": showing.report_events(report),
        **(showing.version_page(last, request.user) if last else {}),
    }
    return render_page(request, "endorsement/report_detail.html", context)


@require_safe
def report_version(request: HttpRequest, ref: str, number: int, version: int) -> HttpResponse:
    """One version as it was sent, from its own content alone: the page that is printed. What changed stands in it."""
    report = loaded(request.user, ref, number)
    found = get_object_or_404(report.versions.select_related("sent_by", "review__by"), number=version)
    trail.read(found, by=request.user)
    before = report.versions.filter(number=version - 1).first() if "changes" in request.GET else None
    context = {
        "report": report,
        "project": report.project,
        "review": getattr(found, "review", None),
        **showing.version_page(found, request.user, before),
    }
    return render_page(request, "endorsement/report_version.html", context)


def _asked(report: Report) -> dict[str, reporting.Question]:
    return telling.questions(report, telling.conditions(report))


@login_not_required  # a form sent after the session has ended must not lose its text; everything else is sent to sign-in
@require_http_methods(BOTH)
def report_write(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The report by its parts; saved as often as wanted, and by itself while one types."""
    if not request.user.is_authenticated:
        return _held(request, ref, number)
    report = loaded(request.user, ref, number)
    access.require(permissions.why_not_write_report(request.user, report))
    if request.method != "POST":
        return _writing(request, report, ReportForm(report=report, questions=_asked(report)))
    form = ReportForm(request.POST, report=report, questions=_asked(report))
    try:
        report, met = actions.write_report(report, form.typed(), by=request.user)
        _settled(request, report)
    except access.Unmet as problem:
        return _writing(request, report, told(form, problem), status=422)
    if met:
        messages.warning(
            request, _("Somebody saved another text meanwhile. Both are kept: choose where it is said below.")
        )
    elif "send" in request.POST:
        return redirect("endorsement:report-send", ref, number)
    else:
        messages.success(request, _("Saved."))
    return redirect("endorsement:report-write", ref, number)


def _settled(request: HttpRequest, report: Report) -> None:
    """One of two texts was chosen by its button."""
    for way, is_mine in (("take", True), ("drop", False)):
        if name := request.POST.get(way):
            actions.settle_report_text(report, name, by=request.user, is_mine=is_mine)


def _writing(request: HttpRequest, report: Report, form: ReportForm, status: int = 200) -> HttpResponse:
    last = report.versions.select_related("review__by").order_by("-number").first()
    context = {
        "report": report,
        "project": report.project,
        "form": form,
        "parts": showing.working_parts(form, report, request.user),
        "values": [{**row, "period": telling.period(row["period"])} for row in telling.values(report)],
        "changes": showing.register_changes(report),
        "returned": getattr(last, "review", None) if last else None,
        "register_blockers": guards.register_unreviewed(report),
        "held": signing.dumps([str(request.user.uid), report.pk], salt=SALT),
    }
    return render_page(request, "endorsement/report_write.html", context, status=status)


def _held(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The session has ended. A form that still carries its author's signed word leaves its text in the working copy, or
    beside it, as if they had sent it; nothing is shown to anybody. Then: to sign-in, whoever it is."""
    if request.method == "POST":
        try:
            uid, pk = signing.loads(request.POST.get("held", ""), salt=SALT, max_age=HELD_FOR)
        except (signing.BadSignature, ValueError):
            return redirect_to_login(request.get_full_path())
        author = User.objects.active().filter(uid=uid).first()
        rows = Report.objects.visible_to(author) if author else Report.objects.none()
        report = rows.select_related("project__lead_office").filter(pk=pk, project__ref=ref, number=number).first()
        if author and report and permissions.why_not_write_report(author, report) is None:
            form = ReportForm(request.POST, report=report, questions=_asked(report))
            actions.write_report(report, form.typed(), by=author)
    return redirect_to_login(request.get_full_path())


@require_POST
def report_draft(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One text, saved by the script on blur and every 15 seconds: its new revision, or that another text stands there."""
    report, name = loaded(request.user, ref, number), request.POST.get("field", "")
    text = "\n".join(request.POST.getlist("text"))
    try:
        report, met = actions.write_report(
            report, {name: actions.Typed(text, revision_of(request.POST, "revision"))}, by=request.user
        )
    except access.Unmet as problem:
        return JsonResponse({"sentence": str(problem)}, status=400)
    if met:
        return JsonResponse({"sentence": _("Somebody saved another text here; yours is kept beside it.")}, status=409)
    at = time_format(timezone.localtime(), "H:i")
    return JsonResponse({"revision": telling.written(report, name).revision, "saved_at": at})


@require_http_methods(BOTH)
@access.once
def report_send(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """What is still missing and the whole text once more; the button freezes exactly what is read here."""
    report = loaded(request.user, ref, number)
    access.require(permissions.why_not_write_report(request.user, report))
    blockers, status = guards.to_send_report(report, telling.today_of(report)), 200
    if request.method == "POST":
        try:
            actions.send_report(report, by=request.user, seen=revision_of(request.POST, "revision"))
        except access.Unmet as problem:
            blockers, status = problem.blockers, 409
        else:
            messages.success(request, _("Sent. TRD has been told and has ten working days."))
            return redirect(report)
    form = ReportForm(report=report, questions=_asked(report))
    parts = showing.working_parts(form, report, request.user)
    values = [{**row, "period": telling.period(row["period"])} for row in telling.values(report)]
    context = {"report": report, "project": report.project, "blockers": blockers, "parts": parts, "values": values}
    return render_page(request, "endorsement/report_send.html", context, status=status)


@require_http_methods(BOTH)
@access.once
def report_review(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """TRD reads the version, with what changed since the one before, and accepts it or sends it back."""
    report = loaded(request.user, ref, number)
    access.require(permissions.why_not_judge_reports(request.user, report.project))
    version = report.versions.order_by("-number").first()
    if version is None or request.method != "POST":  # what is sent on an older state is answered with its words kept
        access.require(permissions.why_not_review_report(request.user, report))
    initial = {"seen": version.sha256, "due_on": add_working_days(report.project.lead_office, timezone.localdate(), 10)}
    form, status = JudgeReportForm(request.POST or None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        try:
            _judge(request, report, dict(form.cleaned_data))
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Given. The project's team has been told."))
            return redirect(report)
    before = report.versions.select_related("review__by").filter(number=version.number - 1).first()
    page = showing.version_page(version, request.user, before)
    context = {"report": report, "project": report.project, "form": form, **page}
    return render_page(request, "endorsement/report_review.html", context, status=status)


def _judge(request: HttpRequest, report: Report, said: dict[str, Any]) -> None:
    outcome, due_on = said.pop("outcome"), said.pop("due_on")
    if outcome == "accepted":
        actions.accept_report(report, by=request.user, **said)
    else:
        actions.return_report(report, by=request.user, due_on=due_on, **said)


@require_http_methods(BOTH)
@access.once
def report_ask_donor(request: HttpRequest, ref: str) -> HttpResponse:
    """One more report, to a donor, on a day."""
    rows = Project.objects.whole_for(request.user).select_related("lead_office__parent", "manager")
    project = get_object_or_404(rows.prefetch_related("partner_offices"), ref=ref)
    access.require(permissions.why_not_ask_donor_report(request.user, project))
    form, status = DonorReportForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            report = actions.ask_donor_report(project, by=request.user, **form.cleaned_data)
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Planned. Whoever answers for it is reminded in time."))
            return redirect(report)
    donors = Participation.objects.filter(project=project, role="donor").select_related("organization")
    context = {"project": project, "form": form, "donors": donors.order_by("organization__name", "pk")}
    return render_page(request, "endorsement/report_ask_donor.html", context, status=status)


@require_http_methods(BOTH)
@access.once
def report_drop(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """A report to a donor that is not wanted after all."""
    report = loaded(request.user, ref, number)
    access.require(permissions.why_not_drop_report(request.user, report))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.drop_report(report, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("It is no longer asked for. What was typed into it is kept."))
        return redirect(report)
    context = {"report": report, "project": report.project, "form": form}
    return render_page(request, "endorsement/report_drop.html", context)
