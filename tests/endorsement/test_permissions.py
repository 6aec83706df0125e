"""Every step of the table that has an action, as every role in every status; and the ties that take a right away."""

import pytest

from endorsement import actions, permissions, workflow
from endorsement.models import Case
from endorsement.workflow import Status
from pvehub import access
from pvehub.access import standings
from tests import make

pytestmark = pytest.mark.django_db


# Written by hand from the table of endorsement.md: who takes the step, once the case stands where the step begins.
TAKES = {
    "submit": {"author", "officer", "partner_officer"},
    "clear": {"chief"},
    "send-back": {"chief"},
    "start-review": {"lead", "reviewer", "head"},
    "return": {"lead"},
    "resubmit": {"author", "officer", "partner_officer"},
    "conclude": {"lead"},
    "endorse": {"head"},
    "endorse-with-conditions": {"head"},
    "refuse": {"head"},
    "withdraw": {"author", "officer", "partner_officer", "chief"},
    "hold": {"lead", "reviewer", "head"},
    "resume": {"lead", "reviewer", "head"},
    "suspend": {"head", "doe-director"},
    "revoke": {"head", "doe-director"},
    "lift": {"head"},
    "release": {"lead"},
    "find-out-of-scope": {"lead", "reviewer", "head"},
    "advise": {"regional-specialist"},
    "reopen": {"head", "doe-director"},
    "recall": set(),  # only who decided, and here nobody has; see test_reversing.py
}
# By a timer, by the endorsement of an amendment, by its recall: no person takes these.
BY_NOBODY = {"expire", "supersede", "reinstate"}


@pytest.fixture
def _one_standing_each():
    """As in one request: nobody's postings are read twice."""
    standings.begin()
    yield
    standings.end()


@pytest.fixture
def cast():
    """A case with a lead, a reviewer and a partner office, and one person of every role there is."""
    partner = make.office("KE")
    project = make.ready_project(partner_offices=[partner])
    case = make.case(Status.REVIEW, project=project)
    people = {
        "author": project.manager,
        "officer": make.officer("UG"),
        "partner_officer": make.officer("KE"),
        "partner_chief": make.chief("KE"),
        "other_officer": make.officer("NG"),
        "other_chief": make.chief("NG"),
        "chief": make.someone("chief-of-mission", "UG"),
        "lead": make.someone("lead"),
        "reviewer": make.someone("trd-reviewer"),
        "head": make.head(),
        "recused": make.reviewer(),
        "head_of_the_office_too": make.head(),
        "colleague": make.user("staff", "UG"),
        **{
            role: make.user(role, office)
            for role, office in [
                ("regional-specialist", "NBO"),
                ("regional-director", "NBO"),
                ("me-adviser", "NBO"),
                ("doe-director", "HQ"),
                ("adviser", "HQ"),
                ("risk-officer", "HQ"),
                ("dg-office", "HQ"),
                ("curator", "HQ"),
                ("administrator", "HQ"),
                ("staff", "NG"),
            ]
        },
    }
    make.posting(people["head_of_the_office_too"], role="staff", office="KE")
    actions.recuse(case, people["recused"], by=people["recused"], reason="A friend leads it.")
    return Case.objects.get(pk=case.pk), people


def test_the_hand_written_table_names_every_step():
    assert set(TAKES) | BY_NOBODY == set(workflow.BY_SLUG)
    assert set(TAKES) == set(permissions.WHO)


def test_every_step_as_every_role_in_every_status(cast, _one_standing_each):
    _case, people = cast
    case = Case.objects.prefetch_related("project__partner_offices").get()
    wrong = []
    for status in Status:
        case.status = status
        for name, person in people.items():
            for slug in workflow.BY_SLUG:
                listed = slug in TAKES and name in TAKES[slug] and status in workflow.BY_SLUG[slug].sources
                if (permissions.why_not_step(slug, person, case) is None) != listed:
                    wrong.append((slug, name, status.value))
    assert not wrong


@pytest.mark.slow
def test_actions_refuse_every_cell_that_is_not_listed(cast):
    case, people = cast
    calls = _calls(case)
    wrong = []
    for status in Status:
        case = make.put(case, status)
        for name in ("author", "chief", "lead", "head", "administrator", "doe-director"):
            for slug, call in calls.items():
                if name in TAKES[slug] and status in workflow.BY_SLUG[slug].sources:
                    continue
                try:
                    call(case, people[name])
                except (access.Refused, access.Moved):
                    continue
                wrong.append((slug, name, status.value))
    case.refresh_from_db()
    assert not wrong
    assert case.status == list(Status)[-1]


def _calls(case):
    seen = case.current_submission.sha256
    why = {"rationale": "Weak.", "reason": "evidence", "what_would_change": "A survey."}
    soon, lead = make.soon(), make.someone("lead")
    ready = {"is_scope_confirmed": True, "has_asked_about_conflicts": True}
    conditions = [make.condition(case)]
    return {
        "submit": lambda c, by: actions.submit(c, by=by),
        "clear": lambda c, by: actions.clear(c, by=by),
        "send-back": lambda c, by: actions.send_back(c, by=by, reason="x"),
        "start-review": lambda c, by: actions.start_review(c, by=by, lead=lead, reviewers=[lead], **ready),
        "return": lambda c, by: actions.send_to_mission(c, by=by, sections=["overview"], due_on=soon),
        "resubmit": lambda c, by: actions.resubmit(c, by=by),
        "conclude": lambda c, by: actions.conclude(c, by=by),
        "endorse": lambda c, by: actions.endorse(c, by=by, seen=seen, **make.SAID),
        "endorse-with-conditions": lambda c, by: actions.endorse(
            c, by=by, seen=seen, conditions=conditions, **make.SAID
        ),
        "refuse": lambda c, by: actions.refuse(c, by=by, seen=seen, **why),
        "withdraw": lambda c, by: actions.withdraw(c, by=by, reason="x"),
        "hold": lambda c, by: actions.hold(c, by=by, reason="x", review_on=soon),
        "resume": lambda c, by: actions.resume(c, by=by),
        "suspend": lambda c, by: actions.suspend(c, by=by, reason="x"),
        "revoke": lambda c, by: actions.revoke(c, by=by, reason="x"),
        "lift": lambda c, by: actions.lift(c, by=by, reason="x"),
        "release": lambda c, by: actions.release(c, by=by),
        "advise": lambda c, by: actions.advise(c, by=by, text="x"),
        "find-out-of-scope": lambda c, by: actions.find_out_of_scope(c, by=by, reason="x"),
        "reopen": lambda c, by: actions.reopen(c, by=by, reason="x"),
        "recall": lambda c, by: actions.recall(c, by=by, reason="x"),
    }


def test_a_reviewer_from_the_projects_offices_or_recused_is_not_offered(cast, as_):
    case, people = cast
    case = make.put(case, Status.SCREENING)
    neighbour = make.reviewer()
    make.posting(neighbour, role="staff", office="UG")

    page = as_(make.reviewer()).get(f"/cases/{case.ref}/screen/")

    for person in (neighbour, people["recused"], people["head_of_the_office_too"]):
        assert person.name not in page.content.decode()
    assert people["lead"].name in page.content.decode()
    with pytest.raises(access.Unmet, match="has a tie"):
        actions.start_review(
            case,
            by=people["lead"],
            lead=people["lead"],
            reviewers=[neighbour],
            is_scope_confirmed=True,
            has_asked_about_conflicts=True,
        )


def test_a_right_that_ended_is_gone_at_the_moment_of_the_act():
    from django.utils import timezone

    case = make.case(Status.DECISION)
    head = make.someone("trd-head")
    head.postings.update(ends_at=timezone.now())

    with pytest.raises(access.Refused, match="head of TRD"):
        actions.endorse(case, by=head, seen=case.current_submission.sha256, **make.SAID)


def test_above_very_high_the_director_of_doe_decides(cast):
    case, people = cast
    case.current_submission.worst_residual = "extreme"
    case.status = Status.DECISION

    assert "director of DOE" in permissions.why_not_decide(people["head"], case)
    assert permissions.why_not_decide(people["doe-director"], case) is None


@pytest.mark.django_db
def test_an_endorsed_project_is_not_submitted_as_a_new_one():
    case = make.case(Status.ENDORSED)
    project = case.project
    project.refresh_from_db()

    assert permissions.why_not_draft(project.manager, project) == "This project is endorsed already."
