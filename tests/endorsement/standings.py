"""A case in every standing that edges.toml names, led there by real actions and ready for whatever begins there."""

from datetime import timedelta

import pgtrigger
from django.utils import timezone

from endorsement import actions
from endorsement.models import Case, Condition, Submission
from endorsement.workflow import Status
from projects.models import Project
from pvehub.people.models import Office
from pvehub.staffing import actions as staffing
from tests import make

WHY = {"rationale": "Weak.", "reason": "evidence", "what_would_change": "A survey."}


def people(project):
    """One person of every kind that edges.toml names, in relation to this project."""
    found = {
        "author": project.manager,
        "officer": make.officer("UG"),
        "partner_officer": make.officer("KE"),
        "partner_chief": make.chief("KE"),
        "other_officer": make.officer("NG"),
        "other_chief": make.chief("NG"),
        "chief": make.someone("chief-of-mission", "UG"),
        "colleague": make.user("staff", "UG"),
        "lead": make.someone("lead"),
        "reviewer": make.someone("trd-reviewer"),
        "other_reviewer": make.reviewer(),
        "head": make.someone("trd-head"),
        "other_head": make.head(),
        "delegate": make.user("staff", "HQ"),
        "former_head": make.head(),
        "recused": make.reviewer(),
        "head_of_the_office_too": make.head(),
        "staff": make.user("staff", "NG"),
    }
    found |= {role: make.user(role, "NBO") for role in ("regional-specialist", "regional-director", "me-adviser")}
    at_headquarters = ("doe-director", "adviser", "risk-officer", "dg-office", "curator", "administrator")
    found |= {role: make.user(role, "HQ") for role in at_headquarters}
    make.posting(found["head_of_the_office_too"], role="staff", office="KE")
    found["former_head"].postings.update(ends_at=timezone.now())
    until = timezone.now() + timedelta(days=9)
    staffing.delegate(
        found["head"].postings.get(), by=found["head"], to=found["delegate"], ends_at=until, ceiling="low"
    )
    return found


def asked(case):
    """With a question that needs a response, so that it could be returned."""
    make.question(case)
    return case


def answered(case):
    """Returned, each question answered by why nothing was changed."""
    for thread in case.threads.all():
        actions.reply(thread, by=case.project.manager, text="As it says.", is_unchanged_explained=True)
    return case


def returned(case):
    return answered(make.returned(case))


def held(case):
    return actions.hold(case, by=make.someone("lead"), reason="Elections.", review_on=make.soon())


def suspended(case):
    return actions.suspend(case, by=make.someone("trd-head"), reason="An incident.")


def revoked(case):
    return actions.revoke(case, by=make.someone("trd-head"), reason="The partner left.")


def waived(case):
    for condition in Condition.objects.of_case(case):
        actions.waive_condition(condition, by=make.someone("trd-head"), verdict="Shown in person.")
    return case


def extreme(case):
    """The same version with an Extreme residual risk; its register as it was, so that nothing else stands in the way."""
    with pgtrigger.ignore("endorsement.Submission:append_only"):
        Submission.objects.filter(pk=case.current_submission_id).update(worst_residual="extreme")
    return case


def reopened(case):
    return actions.reopen(case, by=make.someone("trd-head"), reason="The survey exists.")


def not_required(case):
    return actions.confirm_out_of_scope(make.out_of_scope(case), by=make.someone("trd-reviewer"))


def region_advises(case):
    Office.objects.filter(pk=case.project.region.pk).update(has_regional_stage=True)
    return case


S = Status
# standing -> the status its builder begins with, and what is done from there
STANDINGS = {
    "draft": (S.DRAFT,),
    "clearance": (S.CLEARANCE,),
    "clearance_of_region": (S.CLEARANCE, region_advises),
    "regional": (S.REGIONAL,),
    "screening": (S.SCREENING, asked),
    "review": (S.REVIEW, make.cleared, make.reviewed, asked),
    "decision": (S.DECISION, asked),
    "decision_extreme": (S.DECISION, asked, extreme),
    "decision_reopened": (S.DECISION, asked, lambda case: make.decided(case, S.NOT_ENDORSED), reopened),
    "returned": (S.REVIEW, returned),
    "returned_from_screening": (S.SCREENING, returned),
    "returned_from_decision": (S.DECISION, returned),
    "on_hold": (S.REVIEW, held),
    "held_from_clearance": (S.CLEARANCE, held),
    "held_from_regional": (S.REGIONAL, held),
    "held_from_screening": (S.SCREENING, held),
    "held_from_decision": (S.DECISION, held),
    "held_from_returned": (S.REVIEW, returned, held),
    "withdrawn": (S.WITHDRAWN,),
    "not_required": (S.SCREENING, not_required),
    "endorsed": (S.ENDORSED,),
    "endorsed_with_conditions": (S.ENDORSED_WITH_CONDITIONS, waived),
    "not_endorsed": (S.NOT_ENDORSED,),
    "suspended": (S.ENDORSED, suspended),
    "suspended_with_conditions": (S.ENDORSED_WITH_CONDITIONS, suspended),
    "expired": (S.EXPIRED,),
    "revoked": (S.ENDORSED, revoked),
    "superseded": (S.SUPERSEDED,),
}


def stand(standing):
    """The case of a project with a partner office, and everybody who could try something on it."""
    project = make.ready_project(partner_offices=[make.office("KE")])
    everybody = people(project)
    status, *steps = STANDINGS[standing]
    case = make.case(status, project=project)
    for step in steps:
        case = step(Case.objects.get(pk=case.pk)) or case
    actions.recuse(case, everybody["recused"], by=everybody["recused"], reason="A friend leads it.")
    return Case.objects.get(pk=case.pk), everybody


def _two_words(case, by, other):
    Project.objects.filter(pk=case.project_id).update(classification="not_pve")
    return actions.confirm_out_of_scope(actions.find_out_of_scope(case, by=by, reason="A road."), by=other)


def calls(case, everybody):
    """Every step that somebody takes, as the call of its action: step -> call(case, by)."""
    seen = case.current_submission.sha256 if case.current_submission else ""
    lead, reader, soon = everybody["lead"], everybody["reviewer"], make.soon()
    ready = {"lead": lead, "reviewers": [reader], "is_scope_confirmed": True, "has_asked_about_conflicts": True}
    with_one = {**make.SAID, "conditions": [make.condition(case)]}
    second = make.reviewer()
    return {
        "submit": lambda c, by: actions.submit(c, by=by),
        "clear": lambda c, by: actions.clear(c, by=by),
        "send-back": lambda c, by: actions.send_back(c, by=by, reason="x"),
        "advise": lambda c, by: actions.advise(c, by=by, text="x"),
        "start-review": lambda c, by: actions.start_review(c, by=by, **ready),
        "find-out-of-scope": lambda c, by: _two_words(c, by, second),
        "return": lambda c, by: actions.send_to_mission(c, by=by, sections=["overview"], due_on=soon),
        "resubmit": lambda c, by: actions.resubmit(c, by=by),
        "conclude": lambda c, by: actions.conclude(c, by=by),
        "endorse": lambda c, by: actions.endorse(c, by=by, seen=seen, **make.SAID),
        "endorse-with-conditions": lambda c, by: actions.endorse(c, by=by, seen=seen, **with_one),
        "refuse": lambda c, by: actions.refuse(c, by=by, seen=seen, **WHY),
        "withdraw": lambda c, by: actions.withdraw(c, by=by, reason="x"),
        "hold": lambda c, by: actions.hold(c, by=by, reason="x", review_on=soon),
        "resume": lambda c, by: actions.resume(c, by=by),
        "reopen": lambda c, by: actions.reopen(c, by=by, reason="x"),
        "suspend": lambda c, by: actions.suspend(c, by=by, reason="x"),
        "revoke": lambda c, by: actions.revoke(c, by=by, reason="x"),
        "release": lambda c, by: actions.release(c, by=by),
        "lift": lambda c, by: actions.lift(c, by=by, reason="x"),
        "recall": lambda c, by: actions.recall(c, by=by, reason="x"),
    }
