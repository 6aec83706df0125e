"""Builders of endorsement: a case walked to where the test begins, by its real actions."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pgtrigger
from django.utils import timezone

from endorsement import actions, clearances
from endorsement.models import Case, Clearance, ScopeFinding, Thread
from endorsement.workflow import Status
from projects.models import Project
from pvehub.people.models import Office, User

from . import ground, projects, risks

SAID = {"rationale": "Sound analysis.", "risk_statement": "What remains is low and assumed."}
REVIEW = {"answers": {}, "recommendation": "endorse", "text": "Sound."}


def ready_project(**fields: Any) -> Project:
    """A project that nothing keeps from being submitted: sections complete, register answered, one Low risk."""
    made = projects.complete_project(**fields)
    register = risks.register(made)
    risks.risk(register)
    risks.screened(register)
    return made


def someone(role: str, office: str = "HQ") -> User:
    """The one person of a role that the builders of cases use, made at first need."""
    email = f"case-{role}-{office}@test.example".lower()
    found = User.objects.filter(email=email).first()
    return found or ground.user("trd-reviewer" if role == "lead" else role, office, email=email)


def case(status: str = Status.DRAFT, *, project: Project | None = None, **fields: Any) -> Case:
    """A case in this status, led there by its manager, the chief of mission, a lead, a reviewer and the head of TRD.

    Statuses that no action leads to yet are written past the trigger.
    """
    project = project or ready_project(**fields)
    officer = project.manager
    made = actions.open_case(project, by=officer)
    if status == Status.DRAFT:
        return made
    made = actions.submit(made, by=officer)
    if status == Status.WITHDRAWN:
        return actions.withdraw(made, by=officer, reason="Not this year.")
    if status == Status.CLEARANCE:
        return made
    if status == Status.REGIONAL:
        return with_the_region(made)
    made = actions.clear(made, by=someone("chief-of-mission", project.lead_office.code))
    if status == Status.SCREENING:
        return made
    made = in_review(made)
    if status == Status.REVIEW:
        return made
    if status == Status.RETURNED:
        return returned(made)
    if status == Status.ON_HOLD:
        return actions.hold(made, by=someone("lead"), reason="Elections.", review_on=soon())
    made = at_decision(made)
    return made if status == Status.DECISION else decided(made, status)


def with_the_region(case: Case) -> Case:
    """Cleared while the region advises; for other cases of the same region the switch is off again."""
    region = Office.objects.filter(pk=case.project.region.pk)
    region.update(has_regional_stage=True)
    try:
        by = someone("chief-of-mission", case.project.lead_office.code)
        return actions.clear(Case.objects.get(pk=case.pk), by=by)
    finally:
        region.update(has_regional_stage=False)


def in_review(case: Case) -> Case:
    """Screened, with a lead and one reviewer who has declared to be free of interests."""
    lead, reviewer = someone("lead"), someone("trd-reviewer")
    made = actions.start_review(
        case, by=lead, lead=lead, reviewers=[reviewer], is_scope_confirmed=True, has_asked_about_conflicts=True
    )
    return actions.declare(made, by=reviewer, is_free=True)


def question(case: Case, **fields: Any) -> Thread:
    """A comment by the lead that everyone may read and that needs a response."""
    fields = {"text": "Why here?", "section": "overview", "field": "summary", "is_response_required": True} | fields
    return actions.comment(case, by=fields.pop("by", None) or someone("lead"), **fields)


def returned(case: Case, *, sections: list[str] | None = None) -> Case:
    """Returned with one question about the summary."""
    question(case)
    return actions.send_to_mission(case, by=someone("lead"), sections=sections or ["overview"], due_on=soon())


def reviewed(case: Case, by: User | None = None) -> Case:
    """With a review by its reviewer on the current version."""
    case.refresh_from_db()
    seen = case.current_submission.sha256
    answers = {item["code"]: {"score": 2, "text": ""} for item in actions.questions()}
    actions.give_review(case, by=by or someone("trd-reviewer"), seen=seen, **REVIEW | {"answers": answers})
    return case


def at_decision(case: Case) -> Case:
    """Reviewed and concluded."""
    return actions.conclude(reviewed(cleared(case)), by=someone("lead"))


def decided(case: Case, status: str) -> Case:
    """Decided by the head of TRD; what no action leads to yet is written past the trigger."""
    head, seen = someone("trd-head"), case.current_submission.sha256
    if status == Status.NOT_ENDORSED:
        why = {"rationale": "Weak.", "reason": "evidence", "what_would_change": "A survey."}
        return actions.refuse(case, by=head, seen=seen, **why).case
    wanted = [condition(case)] if status == Status.ENDORSED_WITH_CONDITIONS else []
    made = actions.endorse(case, by=head, seen=seen, conditions=wanted, **SAID).case
    if status not in (Status.ENDORSED, Status.ENDORSED_WITH_CONDITIONS):
        put(made, status)
    return made


def condition(case: Case, **fields: Any) -> actions.Wanted:
    """A condition before the start, seen to by the manager."""
    fields = {"text": "Hire a gender adviser.", "when": "before_start", "evidence": "Contract"} | fields
    return actions.Wanted(owner=fields.pop("owner", None) or case.project.manager, **fields)


def put(case: Case, status: str, **fields: Any) -> Case:
    """Write a status past the trigger: quick, without the events that would lead there."""
    fields |= {"resume_to": "review"} if status == Status.RETURNED else {}
    fields |= {"held_from": "review"} if status == Status.ON_HOLD else {}
    with pgtrigger.ignore("endorsement.Case:legal_steps"):
        Case.objects.filter(pk=case.pk).update(status=status, **fields)
    case.refresh_from_db()
    return case


def adviser(**fields: Any) -> User:
    """Somebody at headquarters who gives clearances."""
    return ground.user("adviser", "HQ", **fields)


def cleared(case: Case) -> Case:
    """Every clearance that the current version asks for, asked of one adviser and given."""
    case.refresh_from_db()
    submission, one = case.current_submission, someone("adviser")
    for kind in clearances.wanted(submission.content, submission.worst_residual):
        asked = actions.ask_clearance(case, one, by=someone("lead"), kind=kind)
        actions.give_clearance(asked, by=one, outcome="cleared", text="", seen=submission.sha256)
    return case


def out_of_scope(case: Case, *, by: User | None = None, reason: str = "A road, and nothing else.") -> ScopeFinding:
    """The first of the two words: the project is classed as no work on violent extremism, and a reviewer says so."""
    Project.objects.filter(pk=case.project_id).update(classification="not_pve")
    case.project.refresh_from_db()
    return actions.find_out_of_scope(case, by=by or someone("lead"), reason=reason)


def soon() -> Any:
    """A date two weeks ahead."""
    return timezone.localdate() + timedelta(days=14)


def _matrix_case(state: str, cast: Any) -> Case:
    """A case of the matrix's own people, its texts with the canary; `_t2` and `_t3` raise the tier, `empty` lacks it all."""
    status, _, tier = state.partition("_t") if state[-3:-1] == "_t" else (state, "", "0")
    for person, role, office in [
        (cast.chief, "chief-of-mission", "UG"),
        (cast.head, "trd-head", "HQ"),
        (cast.reviewer_assigned, "trd-reviewer", "HQ"),
    ]:
        User.objects.filter(pk=person.pk).update(email=f"case-{role}-{office}@test.example".lower())
    texts = {"manager": cast.author, "title": f"Markets {cast.canary}", "summary": f"Traders {cast.canary} meet."}
    if state == "empty":
        return actions.open_case(projects.project(**texts), by=cast.author)
    made = case(status, project=ready_project(**texts))
    Project.objects.filter(pk=made.project_id).update(tier=int(tier))
    return Case.objects.get(pk=made.pk)


def _matrix_thread(state: str, cast: Any) -> Thread:
    """Its own words carry the canary, those of the case around it do not: a case may be read by more people."""
    made = _matrix_case("review", replace(cast, canary="of every day"))
    return question(made, audience=state, text=f"Why {cast.canary}?", is_response_required=state == "everyone")


def _matrix_scope(state: str, cast: Any) -> ScopeFinding:
    """Found out of scope by a reviewer who is none of the matrix's people; its reason carries the canary."""
    made = _matrix_case("screening", replace(cast, canary="of every day"))
    return out_of_scope(made, by=ground.reviewer(), reason=f"A road {cast.canary}.")


def _matrix_clearance(state: str, cast: Any) -> Clearance:
    """Asked of somebody who is none of the matrix's people; the question carries the canary."""
    made = _matrix_case("review", replace(cast, canary="of every day"))
    one = {"kind": "legal", "question": f"May they {cast.canary}?"}
    return actions.ask_clearance(made, someone("adviser"), by=someone("lead"), **one)


THINGS = {
    "clearance": _matrix_clearance,
    "scope-finding": _matrix_scope,
    "case": _matrix_case,
    "case-project": lambda state, cast: ready_project(manager=cast.author, title=f"Markets {cast.canary}"),
    "letter": lambda state, cast: _matrix_case(state, cast).decisions.get().letter,
    "thread": _matrix_thread,
}
