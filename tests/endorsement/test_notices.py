"""Every step tells the right people the right thing; silence is told once."""

import pytest

from endorsement import actions, workflow
from endorsement.models import Condition
from endorsement.notices import KINDS
from endorsement.workflow import Status
from tests import make

pytestmark = pytest.mark.django_db
WHY = {"rationale": "Weak.", "reason": "evidence", "what_would_change": "A survey."}
READY = {"is_scope_confirmed": True, "has_asked_about_conflicts": True}


def given(status):
    case = make.case(status)
    people = {
        "manager": case.project.manager,
        "chief": make.someone("chief-of-mission", "UG"),
        "lead": make.someone("lead"),
        "reviewer": make.someone("trd-reviewer"),
        "head": make.someone("trd-head"),
        "specialist": make.someone("regional-specialist", "NBO"),
    }
    return case, people


# step, where it begins, what is done by whom, and who is told: written by hand from the table.
STEPS = [
    ("submit", Status.DRAFT, "manager", lambda c, by, p: actions.submit(c, by=by), {"chief"}),
    (
        "clear",
        Status.CLEARANCE,
        "chief",
        lambda c, by, p: actions.clear(c, by=by),
        {"manager", "lead", "reviewer", "head"},
    ),
    ("send-back", Status.CLEARANCE, "chief", lambda c, by, p: actions.send_back(c, by=by, reason="x"), {"manager"}),
    (
        "start-review",
        Status.SCREENING,
        "head",
        lambda c, by, p: actions.start_review(c, by=by, lead=p["lead"], reviewers=[p["reviewer"]], **READY),
        {"lead", "reviewer"},
    ),
    (
        "return",
        Status.REVIEW,
        "lead",
        lambda c, by, p: actions.send_to_mission(
            make.question(c).case, by=by, sections=["overview"], due_on=make.soon()
        ),
        {"manager"},
    ),
    ("resubmit", Status.RETURNED, "manager", lambda c, by, p: answered(c, by), {"lead", "reviewer"}),
    ("conclude", Status.REVIEW, "lead", lambda c, by, p: actions.conclude(make.reviewed(c), by=by), {"head"}),
    (
        "endorse",
        Status.DECISION,
        "head",
        lambda c, by, p: actions.endorse(c, by=by, seen=c.current_submission.sha256, **make.SAID),
        {"manager", "chief", "lead", "reviewer"},
    ),
    (
        "endorse-with-conditions",
        Status.DECISION,
        "head",
        lambda c, by, p: actions.endorse(
            c, by=by, seen=c.current_submission.sha256, conditions=[make.condition(c)], **make.SAID
        ),
        {"manager", "chief", "lead", "reviewer"},
    ),
    (
        "refuse",
        Status.DECISION,
        "head",
        lambda c, by, p: actions.refuse(c, by=by, seen=c.current_submission.sha256, **WHY),
        {"manager", "chief", "lead", "reviewer"},
    ),
    (
        "withdraw",
        Status.REVIEW,
        "chief",
        lambda c, by, p: actions.withdraw(c, by=by, reason="x"),
        {"manager", "lead", "reviewer"},
    ),
    (
        "hold",
        Status.REVIEW,
        "head",
        lambda c, by, p: actions.hold(c, by=by, reason="x", review_on=make.soon()),
        {"manager", "lead", "reviewer"},
    ),
    ("resume", Status.ON_HOLD, "head", lambda c, by, p: actions.resume(c, by=by), {"manager", "lead", "reviewer"}),
    (
        "suspend",
        Status.ENDORSED,
        "head",
        lambda c, by, p: actions.suspend(c, by=by, reason="x"),
        {"manager", "chief", "lead"},
    ),
    (
        "revoke",
        Status.ENDORSED,
        "head",
        lambda c, by, p: actions.revoke(c, by=by, reason="x"),
        {"manager", "chief", "lead"},
    ),
    (
        "lift",
        Status.ENDORSED,
        "head",
        lambda c, by, p: actions.lift(actions.suspend(c, by=by, reason="x"), by=by, reason="x"),
        {"manager", "chief", "lead"},
    ),
    (
        "release",
        Status.ENDORSED_WITH_CONDITIONS,
        "lead",
        lambda c, by, p: actions.release(waived(c, p["head"]), by=by),
        {"manager", "chief"},
    ),
    (
        "find-out-of-scope",
        Status.SCREENING,
        "head",
        lambda c, by, p: actions.confirm_out_of_scope(make.out_of_scope(c, by=p["lead"]), by=by),
        {"manager", "chief", "lead"},
    ),
    (
        "advise",
        Status.REGIONAL,
        "specialist",
        lambda c, by, p: actions.advise(c, by=by, text="x"),
        {"manager", "lead", "reviewer", "head"},
    ),
    (
        "reopen",
        Status.NOT_ENDORSED,
        "head",
        lambda c, by, p: actions.reopen(c, by=by, reason="x"),
        {"manager", "chief", "lead", "reviewer"},
    ),
    (
        "recall",
        Status.ENDORSED,
        "head",
        lambda c, by, p: actions.recall(c, by=by, reason="x"),
        {"manager", "chief", "lead", "reviewer"},
    ),
]


def waived(case, head):
    for condition in Condition.objects.of_case(case):
        actions.waive_condition(condition, by=head, verdict="Shown in person.")
    return case


def answered(case, by):
    for thread in case.threads.all():
        actions.reply(thread, by=by, text="As it says.", is_unchanged_explained=True)
    return actions.resubmit(case, by=by)


@pytest.mark.parametrize(
    ("slug", "status", "actor", "act", "told"), STEPS, ids=lambda x: x if isinstance(x, str) else ""
)
def test_each_step_tells_the_right_people_its_own_kind(slug, status, actor, act, told, outbox):
    case, people = given(status)
    of_steps = {step.notice for step in workflow.STEPS}
    start = len(outbox)

    act(case, people[actor], people)

    new = [(kind, person) for kind, person in outbox.rows()[start:] if kind in of_steps]
    if slug == "lift":  # the suspension before it told the same people
        new = [(kind, person) for kind, person in new if kind == workflow.BY_SLUG["lift"].notice]
    assert {kind for kind, _person in new} == {workflow.BY_SLUG[slug].notice}
    assert {person for _kind, person in new} == {people[name] for name in told}
    assert len(new) == len(told)


def test_every_step_with_an_action_is_tried_here():
    from endorsement import permissions

    assert {slug for slug, *_rest in STEPS} == set(permissions.WHO)


def test_every_kind_stands_once():
    assert len({kind.slug for kind in KINDS}) == len(KINDS)
