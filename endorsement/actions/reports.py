"""A report is written, sent, and returned or accepted; whoever lets its day pass is reminded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import canonical, guards, permissions, reporting, telling
from endorsement.models import Case, Report, ReportReview, ReportVersion
from knowledge.actions import ask_lesson
from projects import lateness
from projects.models import Project
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.notifications import notify, remind
from pvehub.people.calendar import add_working_days, day_at
from pvehub.people.models import Office, User
from risks import actions as risks

from .scheduling import locked_project

State = Report.State
LONGEST = 20_000  # characters of one text


@dataclass(frozen=True)
class Typed:
    """A text as it was typed, and the revision that its page had shown."""

    text: str
    revision: int


def locked_report(report: Report) -> Report:
    """The report as it is now, its project's row and then its own locked till the end of the transaction."""
    project = locked_project(report.project)
    fresh = Report.objects.select_for_update(of=("self",)).select_related("decision", "reviewer").get(pk=report.pk)
    fresh.project = project
    return fresh


@transaction.atomic
def write_report(report: Report, texts: Mapping[str, Typed], *, by: User) -> tuple[Report, list[str]]:
    """Save texts of the working copy. Where somebody saved another text since the page was opened, both are kept: theirs
    stands, this one waits beside it for its author. Returns the names of these."""
    report = locked_report(report)
    access.require(permissions.why_not_write_report(by, report))
    asked, fields, met = telling.questions(report, telling.conditions(report)), _fields(report), []
    for name, typed in texts.items():
        if name not in asked:
            continue
        text = typed.text.replace("\x00", "").replace("\r\n", "\n")
        if len(text) > LONGEST:
            sentence = _("“%(question)s” is too long: at most %(most)d characters.")
            raise access.Unmet([Blocker(sentence % {"question": asked[name].label, "most": LONGEST}, f"#id_{name}")])
        found = fields.setdefault(name, {"text": "", "revision": 0, "others": {}})
        if text == found["text"]:
            continue
        if typed.revision == found["revision"]:
            found |= {"text": text, "revision": found["revision"] + 1, "by": str(by.uid)}
        else:
            found["others"][str(by.uid)] = {"text": text, "at": timezone.now().isoformat(timespec="minutes")}
            met.append(name)
    _keep(report, fields)
    return report, met


@transaction.atomic
def settle_report_text(report: Report, name: str, *, by: User, is_mine: bool) -> Report:
    """The author of a text that waits beside another puts it in its place, or lets go of it. A text that gives way is kept
    beside the one that came, in the name of who wrote it."""
    report = locked_report(report)
    access.require(permissions.why_not_write_report(by, report))
    fields = _fields(report)
    found = fields.get(name, {"others": {}})
    mine = found["others"].pop(str(by.uid), None)
    if mine is None:
        raise access.Moved(_("No other text of yours waits here any more."), url=report.get_absolute_url())
    if is_mine:
        writer, at = found.get("by", ""), timezone.now().isoformat(timespec="minutes")
        if writer and writer != str(by.uid) and found["text"].strip():
            found["others"][writer] = {"text": found["text"], "at": at}
        found |= {"text": mine["text"], "revision": found["revision"] + 1, "by": str(by.uid)}
    _keep(report, fields)
    return report


def _fields(report: Report) -> dict[str, dict[str, Any]]:
    fields: dict[str, dict[str, Any]] = report.content.setdefault("fields", {})
    return fields


def _keep(report: Report, fields: dict[str, dict[str, Any]]) -> None:
    report.content, report.revision = {"fields": fields}, report.revision + 1
    report.save(update_fields=["content", "revision"])


@transaction.atomic
def send_report(report: Report, *, by: User, seen: int) -> ReportVersion:
    """Send exactly the text that was read (`seen` is its revision): it is frozen under a hash with its answers to conditions,
    its values, the register and the lessons, and TRD has ten working days for its word."""
    report, now = locked_report(report), timezone.now()
    access.require(permissions.why_not_write_report(by, report))
    if seen != report.revision:
        raise access.Moved(
            _("The text changed while you read it. Read it again before you send it."), url=_page(report)
        )
    if blockers := guards.to_send_report(report, telling.today_of(report, now)):
        raise access.Unmet(blockers)
    number = report.versions.count() + 1
    content = telling.frozen(report, risks.snapshot(report.project, reason="report", by=by)) | {"version": number}
    version = ReportVersion.objects.create(
        report=report,
        number=number,
        content=content,
        sha256=canonical.sha256(content),
        sent_at=now,
        sent_by=by,
    )
    headquarters = _headquarters(report.project)
    report.review_due_on = add_working_days(headquarters, day_at(headquarters, now), reporting.REVIEW_DAYS)
    report.reviewer = report.reviewer if _is_fit(report.reviewer, report.project) else _lead(report.project)
    _move(report, State.SUBMITTED, "endorsement.report_sent", by=by, now=now, changes={"sha256": ["", version.sha256]})
    notify(judges(report), "endorsement.report_sent", about=report, by=by)
    if report.kind in (reporting.INTERIM, reporting.FINAL):
        ask_lesson(report.project, report.kind, number=report.number, now=now)
    return version


def _page(report: Report) -> str:
    return report.get_absolute_url()


def _move(
    report: Report,
    to: str,
    verb: str,
    *,
    by: User,
    now: datetime,
    note: str = "",
    changes: dict[str, Any] | None = None,
) -> None:
    before, report.state, report.moved_at = report.state, to, now
    report.save(update_fields=["state", "moved_at", "review_due_on", "due_on", "reviewer"])
    trail.record(report, verb, by=by, before=before, after=to, note=note, changes=changes)


def _judged(report: Report, *, by: User, seen: str, text: str) -> ReportVersion:
    """The version that counts, once the person may speak and has read exactly it."""
    access.require(permissions.why_not_judge_reports(by, report.project))
    kept = {str(_("Your words")): text} if text else {}
    version: ReportVersion = report.versions.order_by("-number")[0]
    if report.state != State.SUBMITTED or version.sha256 != seen:
        sentence = _("Somebody was there before you: this report stands at “%(state)s” now.")
        raise access.Moved(sentence % {"state": report.get_state_display()}, kept=kept, url=_page(report))
    access.require(permissions.why_not_review_report(by, report))
    return version


@transaction.atomic
def accept_report(report: Report, *, by: User, seen: str, text: str = "") -> ReportReview:
    """TRD accepts the version whose hash is `seen`; it stays as it was sent."""
    report, now = locked_report(report), timezone.now()
    version = _judged(report, by=by, seen=seen, text=text)
    review = ReportReview.objects.create(version=version, outcome="accepted", text=text, at=now, by=by)
    report.reviewer, report.review_due_on = by, None
    _move(report, State.ACCEPTED, "endorsement.report_accepted", by=by, now=now, note=text)
    notify(writers(report), "endorsement.report_accepted", about=report, by=by)
    return review


@transaction.atomic
def return_report(report: Report, *, by: User, seen: str, text: str, due_on: date) -> ReportReview:
    """TRD returns the version whose hash is `seen` with its questions and a day; the text opens again for the field."""
    report, now = locked_report(report), timezone.now()
    version = _judged(report, by=by, seen=seen, text=text)
    blockers = [] if text.strip() else [Blocker(_("Say what is missing or has to be answered."), "#id_text")]
    if due_on <= telling.today_of(report, now):
        blockers.append(Blocker(_("The answer needs a day that lies ahead."), "#id_due_on"))
    if blockers:
        raise access.Unmet(blockers)
    review = ReportReview.objects.create(version=version, outcome="returned", text=text, at=now, by=by)
    report.reviewer, report.review_due_on, report.due_on = by, None, due_on
    _move(report, State.RETURNED, "endorsement.report_returned", by=by, now=now, note=text)
    notify(writers(report), "endorsement.report_returned", about=report, by=by)
    return review


def writers(report: Report) -> list[User]:
    """Who is told of a report: the manager, the team, and who sent it; the head of the office where there is nobody."""
    project = report.project
    members = User.objects.filter(pk__in=project.members.live().values("user"), is_active=True)
    senders = User.objects.filter(pk__in=report.versions.values("sent_by"), is_active=True)
    found = [*([project.manager] if project.manager else []), *members, *senders]
    return list(dict.fromkeys(found)) or heads(project)


def heads(project: Project) -> list[User]:
    """Who heads the lead office."""
    return list(access.people_holding("clear_cases", project.lead_office))


def judges(report: Report) -> list[User]:
    """Who of TRD is told that a report waits: whose it is, else everybody of TRD without a tie to the project."""
    if report.reviewer is not None and _is_fit(report.reviewer, report.project):
        return [report.reviewer]
    people = access.people_holding("screen_cases", report.project.lead_office)
    return [person for person in people if _is_fit(person, report.project)]


def _is_fit(person: User | None, project: Project) -> bool:
    return person is not None and person.is_active and permissions.why_not_judge_reports(person, project) is None


def _lead(project: Project) -> User | None:
    """The lead of the last review, where they may still speak on the project."""
    case = Case.objects.filter(project=project, lead__isnull=False).select_related("lead").order_by("-pk").first()
    return case.lead if case and _is_fit(case.lead, project) else None


def _headquarters(project: Project) -> Office:
    return Office.objects.get(code=project.lead_office.path.split("/")[0])


@transaction.atomic
def remind_report(report: Report, *, now: datetime) -> int:
    """Remind whoever has the next step: the field by the rungs of what is late, TRD at half and at the end of its days. The
    key is the day and the rung: late or repeated sweeps add nothing."""
    return _remind_judges(report, now) if report.state == State.SUBMITTED else _remind_writers(report, now)


def _remind_writers(report: Report, now: datetime) -> int:
    told = 0
    for who, rung in lateness.reached(report.due_on, telling.today_of(report, now)):
        if report.state == State.RETURNED and rung < 0:
            continue  # its day was given just now
        people = heads(report.project) if who == "head" else writers(report)
        told += len(remind(people, "endorsement.report_due", report, rule="report", due=report.due_on, rung=str(rung)))
    return told


def _remind_judges(report: Report, now: datetime) -> int:
    if report.review_due_on is None:
        return 0
    headquarters = _headquarters(report.project)
    today = day_at(headquarters, now)
    half = add_working_days(headquarters, day_at(headquarters, report.moved_at), reporting.REVIEW_DAYS // 2)
    if today < half:
        return 0
    people, rung = judges(report), "half"
    if today >= report.review_due_on:
        chiefs = access.people_holding("decide_cases", report.project.lead_office)
        people, rung = [*people, *(person for person in chiefs if _is_fit(person, report.project))], "due"
    kind, due = "endorsement.report_waits", report.review_due_on
    return len(remind(people, kind, report, rule="report-review", due=due, rung=rung))
