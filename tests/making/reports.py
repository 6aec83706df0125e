"""Builders of reports: a project that has run for more than half a year, and a report of it walked to where a test begins."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from endorsement import actions, telling
from endorsement.models import Report
from endorsement.workflow import Status
from projects.models import Project
from pvehub.people.models import User

from . import endorsement, ground, projects


def running_project(**fields: Any) -> Project:
    """Endorsed and active, begun two hundred days ago: its first interim report is due, its final one lies ahead."""
    today = timezone.localdate()
    fields = {"start_on": today - timedelta(days=200), "end_on": today + timedelta(days=400)} | fields
    case = fields.pop("case", None) or endorsement.case(Status.ENDORSED, **fields)
    project = actions.activate(case.project, by=case.project.manager)
    Project.objects.filter(pk=project.pk).update(activated_at=timezone.now() - timedelta(days=190))
    actions.schedule_reports(project, by=None, now=timezone.now())
    return Project.objects.get(pk=project.pk)


def interim(project: Project | None = None) -> Report:
    """The first interim report of a running project, due."""
    found = project or running_project()
    return Report.objects.filter(project=found, kind="interim").order_by("to_on").select_related("project")[0]


def written(report: Report, by: User | None = None, word: str = "Said about") -> Report:
    """With an answer to everything that is asked."""
    asked = telling.questions(report, telling.conditions(report))
    texts = {name: actions.Typed(f"{word} {name}.", telling.written(report, name).revision) for name in asked}
    return actions.write_report(report, texts, by=by or report.project.manager)[0]


def sent(report: Report | None = None, by: User | None = None, word: str = "Said about") -> Report:
    """Written and sent to TRD."""
    made = written(report or interim(), by, word)
    actions.send_report(made, by=by or made.project.manager, seen=made.revision)
    return Report.objects.select_related("project").get(pk=made.pk)


def accepted(report: Report) -> Report:
    """Accepted by the lead of the review."""
    seen = report.versions.order_by("-number")[0].sha256
    actions.accept_report(report, by=endorsement.someone("lead"), seen=seen, text="Clear.")
    return Report.objects.select_related("project").get(pk=report.pk)


def sent_back(report: Report, text: str = "How many women?") -> Report:
    """Returned by the lead of the review with a question."""
    seen = report.versions.order_by("-number")[0].sha256
    due_on = timezone.localdate() + timedelta(days=14)
    actions.return_report(report, by=endorsement.someone("lead"), seen=seen, text=text, due_on=due_on)
    return Report.objects.select_related("project").get(pk=report.pk)


def final_sent(project: Project) -> Report:
    """The final report of a project that is closing, sent."""
    return sent(Report.objects.select_related("project").get(project=project, kind="final"))


def people_around(project: Project) -> dict[str, User]:
    """One person of each kind around a running project: who writes, who judges, who reads and who does not."""
    people = {
        "manager": project.manager,
        "officer": ground.officer("UG"),
        "chief": endorsement.someone("chief-of-mission", "UG"),
        "other_officer": ground.officer("NG"),
        "colleague": ground.user("staff", "UG"),
        "lead": endorsement.someone("lead"),
        "reviewer": ground.reviewer(),
        "head": ground.head(),
        "recused": ground.reviewer(),
        "of_the_office_too": ground.reviewer(),
        "on_the_team": ground.reviewer(),
        "specialist": ground.specialist("NBO"),
        "director": ground.user("doe-director", "HQ"),
        "curator": ground.curator(),
        "administrator": ground.administrator(),
    }
    ground.posting(people["of_the_office_too"], role="staff", office="UG")
    projects.member(project, people["on_the_team"])
    project.cases.get().recusals.create(
        person=people["recused"], reason="A friend.", recused_at=timezone.now(), recused_by=people["lead"]
    )
    return people


def _matrix_report(state: str, cast: Any) -> Report:
    """An interim report of the matrix's own people; its texts carry the canary, those of the project do not."""
    state, _, tier = state.partition("_t")
    today = timezone.localdate()
    plain = replace(cast, canary="of every day")
    project = endorsement._matrix_case("draft", plain).project
    dates = {"start_on": today - timedelta(days=200), "end_on": today + timedelta(days=400)}
    Project.objects.filter(pk=project.pk).update(**dates)
    project.refresh_from_db()
    case = endorsement.decided(_on(project), Status.ENDORSED)
    made = interim(running_project(case=case))
    if state == "donor":
        made = actions.ask_donor_report(
            made.project, by=cast.author, donor=f"Fund {cast.canary}", from_on=today, to_on=today, due_on=today
        )
    if state != "due" and state != "donor":
        made = sent(made, word=cast.canary)
    made = {"returned": sent_back, "accepted": accepted}.get(state, lambda report: report)(made)
    Project.objects.filter(pk=made.project_id).update(tier=int(tier or 0))
    found = Report.objects.select_related("project").get(pk=made.pk)
    found.first_version = 1  # for addresses
    return found


def _on(project: Project) -> Any:
    """The draft case of a project, led before the deciding seat."""
    case = actions.submit(project.cases.get(), by=project.manager)
    case = actions.clear(case, by=endorsement.someone("chief-of-mission", project.lead_office.code))
    return endorsement.at_decision(endorsement.in_review(case))


THINGS = {"report": _matrix_report}
