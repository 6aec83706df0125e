"""Builders of amendments: an endorsed project at work, a case upon its endorsement, walked to where the test begins."""

from dataclasses import replace
from datetime import date
from typing import Any

from endorsement import actions
from endorsement.models import Case
from endorsement.workflow import Status
from projects import actions as projects
from projects import content
from projects.models import Project
from projects.sections import SECTION_OF
from projects.tokens import Seen

from . import endorsement

WHY = "The district was divided in two."


def at_work(status: str = Status.ENDORSED, *, until: date | None = None, **fields: Any) -> Case:
    """An endorsed case whose project is active; with `until` the last day of the endorsement."""
    case = endorsement.case(Status.DECISION if until else status, **fields)
    if until:
        seen, head = case.current_submission.sha256, endorsement.someone("trd-head")
        actions.endorse(case, by=head, seen=seen, valid_until_on=until, **endorsement.SAID)
    if status == Status.ENDORSED_WITH_CONDITIONS:
        for condition in case.decisions.get().conditions.all():
            actions.answer_condition(condition, by=case.project.manager, answer="Contract.")
            actions.judge_condition(condition, by=endorsement.someone("lead"), is_met=True, verdict="")
    actions.activate(case.project, by=case.project.manager)
    return Case.objects.get(pk=case.pk)


def say(project: Project, **answers: Any) -> Project:
    """The manager changes fields of the working copy."""
    project.refresh_from_db()
    record = content.read(project, answers)
    for name, value in answers.items():
        seen = Seen.of(record.data[name], record.revisions[name])
        given = {name: projects.Given(value, str(value), seen)}
        projects.save_fields(project, SECTION_OF[name].slug, given, by=project.manager)
    project.refresh_from_db()
    return project


def amendment(
    status: str = Status.DRAFT, *, before: Case | None = None, kind: str = "amendment", **answers: Any
) -> Case:
    """A case upon the endorsement of `before`, with `answers` changed in the working copy, walked on to `status`."""
    before = before or at_work()
    project = Project.objects.get(pk=before.project_id)
    case = actions.open_case(project, by=project.manager, kind=kind, reason=WHY)
    if answers:
        say(project, **answers)
    return case if status == Status.DRAFT else walked(case, status)


def walked(case: Case, status: str) -> Case:
    """A draft led on to `status` by the people who lead the others."""
    officer = case.project.manager
    case = actions.submit(case, by=officer)
    if status == Status.CLEARANCE:
        return case
    case = actions.clear(case, by=endorsement.someone("chief-of-mission", case.project.lead_office.code))
    if status == Status.SCREENING:
        return case
    case = endorsement.in_review(case)
    if status == Status.REVIEW:
        return case
    if status == Status.RETURNED:
        return endorsement.returned(case)
    case = endorsement.at_decision(case)
    return case if status == Status.DECISION else endorsement.decided(case, status)


def _matrix_amendment(state: str, cast: Any) -> Case:
    """An amendment of the matrix's own people that waits as a draft, or was submitted; its project is active."""
    before = endorsement._matrix_case("endorsed", replace(cast, canary="of every day"))
    actions.activate(before.project, by=cast.author)
    case = actions.open_case(before.project, by=cast.author, kind="amendment", reason=f"Why {cast.canary}.")
    return case if state == "draft" else walked(case, state)


THINGS = {
    "amendment": _matrix_amendment,
    # Without a canary: the page on which a case is asked for is the project's own.
    "amendable": lambda state, cast: _matrix_amendment(state, replace(cast, canary="of every day")).project,
}
