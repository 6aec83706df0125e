"""Which reports a project owes: asked for by rule, moved with its dates, dropped with its end; reports to donors by hand."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import permissions, reporting, telling
from endorsement.models import Decision, Report
from endorsement.reporting import Span
from projects.lateness import today_of
from projects.models import Project
from projects.workflow import Status as Life
from pvehub import access
from pvehub.access import Blocker
from pvehub.access.standings import renew
from pvehub.audit import trail
from pvehub.people.models import User

State = Report.State
RUNNING = (Life.ENDORSED, Life.ACTIVE, Life.CLOSING, Life.SUSPENDED)


def locked_project(project: Project) -> Project:
    """The project as it is now, locked; rights are read anew."""
    found = Project.objects.select_for_update(of=("self",)).select_related("lead_office", "manager").get(pk=project.pk)
    renew()
    return found


def wanted(project: Project, decision: Decision | None, rows: list[Report], today: date) -> list[Span]:
    """What the rule asks of a project today: nothing before it is endorsed, once it has ended, or while it runs by an override.
    One that closes without an end date has its final report asked for from the day it began to close."""
    if decision is None or project.status not in RUNNING or project.override_until_at is not None:
        return []
    final = next((row for row in rows if row.kind == reporting.FINAL), None)
    dates = Project.objects.filter(pk=project.pk).values_list("endorsed_start_on", "endorsed_end_on").get()
    begins = today_of(project, project.activated_at or decision.decided_at)
    if dates[0] is not None and dates[1] is not None:
        return reporting.spans(*dates, begins=begins)
    if final is not None:
        return [Span(final.kind, final.from_on, final.to_on, final.due_on)]
    last = max(begins, today)
    return [Span(reporting.FINAL, begins, last, reporting.final_due(last))] if project.status == Life.CLOSING else []


def plan(project: Project, today: date) -> tuple[Decision | None, reporting.Plan]:
    """The endorsement reports are asked for under, and what would have to change in the schedule now."""
    decision = telling.ground(project)
    rows = list(project.reports.asked_for().order_by("to_on", "pk"))
    by_rule = [row for row in rows if row.kind != reporting.DONOR]
    found = reporting.reconcile(by_rule, wanted(project, decision, by_rule, today))
    is_over = decision is None or project.status == Life.CANCELLED
    if is_over:
        unsent = (State.DUE, State.RETURNED)
        found.gone = [row for row in rows if row.state in unsent]
    return decision, found


@transaction.atomic
def schedule_reports(project: Project, *, by: User | None, now: datetime) -> bool:
    """Bring the reports of a project into line with its endorsed dates and its status. Called where either changes, and by a
    timer; a second time changes nothing. What was sent stays, what was typed into a report that moves or goes is kept."""
    project = locked_project(project)
    decision, found = plan(project, today_of(project, now))
    for row, span in found.moved:
        before = f"{row.to_on.isoformat()}, {row.due_on.isoformat()}"
        row.from_on, row.to_on, row.due_on, row.decision = span.from_on, span.to_on, span.due_on, decision
        row.save(update_fields=["from_on", "to_on", "due_on", "decision"])
        after = f"{row.to_on.isoformat()}, {row.due_on.isoformat()}"
        trail.record(row, "endorsement.report_moved", by=by, changes={"dates": [before, after]})
    for row in found.gone:
        _drop(row, by=by, now=now)
    for span in found.new:
        _ask(project, span, decision, by=by, now=now)
    return bool(found)


def _ask(
    project: Project, span: Span, decision: Decision | None, *, by: User | None, now: datetime, donor: str = ""
) -> Report:
    last = project.reports.aggregate(last=Max("number"))["last"] or 0
    report = Report.objects.create(
        project=project, decision=decision, number=last + 1, donor=donor, moved_at=now, **vars(span)
    )
    trail.record(report, "endorsement.report_asked", by=by, after=State.DUE)
    return report


def _drop(report: Report, *, by: User | None, now: datetime, note: str = "") -> None:
    before, report.state, report.moved_at = report.state, State.DROPPED, now
    report.save(update_fields=["state", "moved_at"])
    trail.record(report, "endorsement.report_dropped", by=by, before=before, after=State.DROPPED, note=note)


@transaction.atomic
def ask_donor_report(project: Project, *, by: User, donor: str, from_on: date, to_on: date, due_on: date) -> Report:
    """A report that a donor wants, beside those of the rule: which donor, of which time, until when."""
    project = locked_project(project)
    access.require(permissions.why_not_ask_donor_report(by, project))
    blockers = []
    if to_on < from_on:
        blockers.append(Blocker(_("The time it tells of ends before it begins."), "#id_to_on"))
    if due_on < to_on:
        blockers.append(Blocker(_("It is due before the time it tells of is over."), "#id_due_on"))
    asked = project.reports.asked_for().filter(kind=reporting.DONOR, to_on=to_on, donor=donor)
    if asked.exists():
        blockers.append(Blocker(_("This donor has a report up to that day already."), "#id_to_on"))
    if blockers:
        raise access.Unmet(blockers)
    span = Span(reporting.DONOR, from_on, to_on, due_on)
    return _ask(project, span, telling.ground(project), by=by, now=timezone.now(), donor=donor)


@transaction.atomic
def drop_report(report: Report, *, by: User, reason: str) -> Report:
    """A report to a donor that is not wanted after all, with the reason; what was typed into it is kept."""
    report.project = locked_project(report.project)
    report = Report.objects.select_for_update(of=("self",)).select_related("project__lead_office").get(pk=report.pk)
    access.require(permissions.why_not_drop_report(by, report))
    if not reason.strip():
        raise access.Unmet([Blocker(_("Say why it is no longer asked for."), "#id_reason")])
    _drop(report, by=by, now=timezone.now(), note=reason)
    return report
