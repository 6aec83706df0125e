"""A case upon an endorsement: the project keeps its life, and what is endorsed later takes the place of what stood before."""

import pytest
from django.utils import timezone

from endorsement import actions, guards, permissions
from endorsement.models import Case, Condition, Submission
from endorsement.workflow import Status
from projects import content
from projects.models import Project
from pvehub import access
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db
NEW = "Traders, young people and the new district council settle disputes together."
WHY = {"rationale": "Weak.", "reason": "evidence", "what_would_change": "A survey."}


def said(contents, name):
    return next(item["value"] for part in contents["sections"] for item in part["fields"] if item["name"] == name)


def state_of(case):
    return case.decisions.order_by("pk").last().letter.state


def fresh(case):
    return Case.objects.get(pk=case.pk), Project.objects.get(pk=case.project_id)


def test_an_amendment_says_why_and_stands_on_the_endorsed_version():
    before = make.at_work()
    with pytest.raises(access.Unmet, match="why it is asked for"):
        actions.open_case(before.project, by=before.project.manager, kind="amendment", reason=" ")

    case = make.amendment(before=before)

    assert case.baseline == before.current_submission
    assert (case.kind, case.reason) == ("amendment", make.WHY)
    assert trail.of(case).get().note == make.WHY


@pytest.mark.parametrize("kind", ["amendment", "extension"])
def test_where_nothing_is_endorsed_there_is_nothing_to_amend(kind):
    project = make.ready_project()

    assert "nothing to amend" in permissions.why_not_draft(project.manager, project, kind)
    assert permissions.why_not_draft(project.manager, project, "emergency") is None


def test_of_a_project_that_has_ended_no_case_is_opened():
    before = make.at_work()
    actions.cancel(before.project, by=make.someone("chief-of-mission", "UG"), reason="x")
    _case, project = fresh(before)

    for kind in Case.Kind:
        assert permissions.why_not_draft(project.manager, project, kind) == "The project has ended already."


STATES = [
    (Status.CLEARANCE, lambda case: None, []),
    (Status.CLEARANCE, lambda case: actions.send_back(case, by=chief(), reason="x"), None),
    (Status.REVIEW, lambda case: actions.withdraw(case, by=case.project.manager, reason="x"), None),
    (Status.REVIEW, lambda case: make.returned(case, sections=["overview"]), ["overview"]),
    (
        Status.REVIEW,
        lambda case: actions.hold(case, by=make.someone("lead"), reason="x", review_on=make.soon()),
        [],
    ),
    (Status.DECISION, lambda case: make.decided(case, Status.NOT_ENDORSED), None),
    (
        Status.NOT_ENDORSED,
        lambda case: actions.recall(case, by=make.someone("trd-head"), reason="x"),
        [],
    ),
    (
        Status.NOT_ENDORSED,
        lambda case: actions.reopen(case, by=make.someone("trd-head"), reason="x"),
        [],
    ),
]


def chief():
    return make.someone("chief-of-mission", "UG")


@pytest.mark.parametrize(("status", "act", "open_sections"), STATES)
def test_whatever_becomes_of_an_amendment_the_project_stays_active_and_what_was_endorsed_stands(
    status, act, open_sections
):
    before = make.at_work()
    case = make.amendment(status, before=before, theory_of_change=NEW)

    act(case)

    before, project = fresh(before)
    assert (project.status, project.open_sections) == ("active", open_sections)
    assert before.status == Status.ENDORSED
    assert state_of(before) == "Valid: endorsed"
    assert (
        said(project.endorsed_content, "theory_of_change")
        == said(before.current_submission.content, "theory_of_change")
        != NEW
    )


def test_an_endorsed_amendment_takes_the_place_of_what_stood_before(outbox):
    before = make.at_work()
    case = make.amendment(Status.DECISION, before=before, theory_of_change=NEW)
    start = len(outbox)

    make.decided(case, Status.ENDORSED)

    (case, project), (before, _project) = fresh(case), fresh(before)
    assert (case.status, before.status, project.status) == (Status.ENDORSED, Status.SUPERSEDED, "active")
    assert (state_of(case), state_of(before)) == ("Valid: endorsed", "Replaced by a later letter")
    assert (
        said(project.endorsed_content, "theory_of_change") == said(project.endorsed_baseline, "theory_of_change") == NEW
    )
    told = {person for kind, person in outbox.rows()[start:] if kind == "endorsement.superseded"}
    assert told == {project.manager, chief(), make.someone("lead")}
    assert trail.of(before).last().changes["by"] == ["", case.ref]


def test_what_the_letter_of_an_amendment_says_of_the_one_before(monkeypatch):
    from endorsement.actions import lettering

    before = make.at_work()
    case = make.amendment(Status.DECISION, before=before, theory_of_change=NEW)
    seen = {}
    monkeypatch.setattr(
        lettering.letters, "render", lambda words, **rest: seen.update(words) or lettering_pdf(), raising=True
    )

    make.decided(case, Status.ENDORSED)

    rows = {row["label"]: row["value"] for row in seen["facts"]}
    assert rows["Takes the place of"] == before.decisions.get().letter.number
    assert rows["Asked for as"] == "Amendment"
    assert rows["Holds until"] == "1 January 2028"


def lettering_pdf():
    return b"%PDF-1.7\n%%EOF\n"


def test_conditions_nobody_has_met_hold_on_under_the_amendment():
    first = make.case(Status.DECISION)
    every = [
        make.condition(first, text="Every report names the markets.", when="every_report"),
        make.condition(first, text="A survey by then.", when="by_date", due_on=make.soon()),
        make.condition(first, text="Waived since."),
    ]
    actions.endorse(
        first, by=make.someone("trd-head"), seen=first.current_submission.sha256, conditions=every, **make.SAID
    )
    rows = list(Condition.objects.of_case(first))
    actions.waive_condition(rows[2], by=make.someone("trd-head"), verdict="Shown.")
    actions.answer_condition(rows[1], by=first.project.manager, answer="The survey.")
    actions.activate(first.project, by=first.project.manager)
    case = make.amendment(Status.DECISION, before=fresh(first)[0], theory_of_change=NEW)

    wanted = [make.condition(case, text="A new one.")]
    decision = actions.endorse(
        case, by=make.someone("trd-head"), seen=case.current_submission.sha256, conditions=wanted, **make.SAID
    )

    held = list(Condition.objects.of_case(case).values_list("number", "text", "state", "answer"))
    assert held == [
        (1, "A new one.", "open", ""),
        (2, "Every report names the markets.", "open", ""),
        (3, "A survey by then.", "evidence_given", "The survey."),
    ]
    assert decision.outcome == Status.ENDORSED_WITH_CONDITIONS


def test_an_amendment_without_conditions_of_its_own_is_endorsed_with_those_that_hold_on():
    before = make.case(Status.ENDORSED_WITH_CONDITIONS)
    case = make.amendment(Status.DECISION, before=before, theory_of_change=NEW)

    decision = make.decided(case, Status.ENDORSED).decisions.get()

    assert decision.outcome == Status.ENDORSED_WITH_CONDITIONS
    assert guards.to_activate(Project.objects.get(pk=case.project_id))[0].sentence.startswith("Before the start")


def test_a_recalled_amendment_gives_back_what_it_had_replaced(client):
    before = make.at_work(Status.ENDORSED_WITH_CONDITIONS)
    case = make.amendment(Status.ENDORSED, before=before, theory_of_change=NEW)

    actions.recall(case, by=make.someone("trd-head"), reason="The wrong annex.")

    (case, project), (before, _project) = fresh(case), fresh(before)
    assert (case.status, before.status) == (Status.DECISION, Status.ENDORSED_WITH_CONDITIONS)
    assert (project.status, project.open_sections) == ("active", [])
    assert said(project.endorsed_content, "theory_of_change") == said(
        before.current_submission.content, "theory_of_change"
    )
    assert state_of(before) == "Valid: endorsed with conditions"
    assert state_of(case) == "Recalled: no longer valid"
    assert list(actions.differing()) == []


def test_a_suspended_endorsement_is_not_replaced_over_the_head_of_its_suspension():
    before = make.at_work()
    case = make.amendment(Status.DECISION, before=before, theory_of_change=NEW)
    actions.suspend(before, by=make.someone("trd-head"), reason="An incident.")

    with pytest.raises(access.Unmet, match="Lift the suspension first"):
        make.decided(case, Status.ENDORSED)

    assert fresh(before)[0].status == Status.SUSPENDED
    assert not case.decisions.exists()


def test_an_amendment_found_out_of_scope_leaves_the_project_at_work():
    before = make.at_work()
    case = make.amendment(Status.SCREENING, before=before, theory_of_change=NEW)

    actions.confirm_out_of_scope(make.out_of_scope(case, by=make.someone("lead")), by=make.someone("trd-head"))

    (case, project), (before, _project) = fresh(case), fresh(before)
    assert (case.status, before.status, project.status) == (Status.NOT_REQUIRED, Status.SUPERSEDED, "active")


def test_drafts_wait_beside_the_one_in_hand():
    before = make.at_work()
    first, second = make.amendment(before=before), make.amendment(before=before, kind="extension")
    actions.submit(first, by=before.project.manager)

    with pytest.raises(access.Unmet, match=f"{first.ref} of this project is in hand"):
        actions.submit(second, by=before.project.manager)

    assert make.amendment(before=before).status == Status.DRAFT
    assert fresh(second)[0].status == Status.DRAFT
    assert Submission.objects.filter(case=second).count() == 0


def test_who_stood_aside_from_the_endorsement_stands_aside_from_its_amendment():
    before = make.at_work()
    friend = make.reviewer()
    before.recusals.create(person=friend, reason="A friend.", recused_at=timezone.now(), recused_by=friend)

    case = make.amendment(Status.SCREENING, before=before)

    assert not Case.objects.visible_to(friend).filter(pk=case.pk).exists()


def test_the_life_of_a_project_hangs_on_the_case_that_stands_not_on_the_draft_of_another():
    before = make.at_work()
    make.amendment(before=before)

    actions.begin_closing(before.project, by=before.project.manager)

    assert trail.of(before).last().verb == "endorsement.closing_begun"


def test_cancelling_withdraws_every_open_case():
    before = make.at_work()
    cases = [make.amendment(before=before), make.amendment(Status.CLEARANCE, before=before)]

    actions.cancel(before.project, by=chief(), reason="Given up.")

    assert {fresh(case)[0].status for case in cases} == {Status.WITHDRAWN}
    assert fresh(before)[1].status == "cancelled"


def test_a_project_does_not_close_while_an_amendment_is_in_hand():
    before = make.at_work()
    case = make.amendment(Status.CLEARANCE, before=before)

    assert any(case.ref in blocker.sentence for blocker in guards.to_close(case.project))


# Two amendments, one working copy.


def two(**answers):
    """A draft that waited while another amendment was endorsed with the text NEW; then the team wrote `answers`."""
    before = make.at_work()
    waiting = make.amendment(before=before)
    make.amendment(Status.ENDORSED, before=before, theory_of_change=NEW)
    make.say(before.project, **answers)
    return fresh(waiting)[0]


def test_the_field_that_two_amendments_changed_is_named_before_submission():
    case = two(theory_of_change="Mine.", public_title="A market of today")
    (clash,) = guards.clashes(case)

    assert (clash.field, clash.theirs, clash.mine) == ("theory_of_change", NEW, "Mine.")
    assert clash.base == "Said about theory_of_change."
    with pytest.raises(access.Unmet, match="Choose which text is to stand"):
        actions.submit(case, by=case.project.manager)


@pytest.mark.parametrize(("choice", "text"), [("mine", "Mine."), ("theirs", NEW)])
def test_the_chosen_text_stands_and_the_other_stays_in_the_history(choice, text):
    case = two(theory_of_change="Mine.", public_title="A market of today")
    now = guards.endorsed_version(case.project)

    actions.rebase(case, by=case.project.manager, seen=now.sha256, choices={"theory_of_change": choice})

    case, project = fresh(case)
    assert case.baseline == now
    assert content.read(project).data["theory_of_change"] == text
    assert content.read(project).data["public_title"] == "A market of today"
    assert guards.clashes(case) == []
    assert trail.of(case).last().changes["chosen"] == ["", {"theory_of_change": choice}]
    assert actions.submit(case, by=project.manager).status == Status.CLEARANCE


def test_every_field_in_question_is_chosen_on_the_very_endorsement_that_was_seen():
    case = two(theory_of_change="Mine.")
    by, now = case.project.manager, guards.endorsed_version(case.project)

    with pytest.raises(access.Unmet, match="Choose a text for"):
        actions.rebase(case, by=by, seen=now.sha256, choices={})
    with pytest.raises(access.Moved):
        actions.rebase(case, by=by, seen=case.baseline.sha256, choices={"theory_of_change": "mine"})

    assert fresh(case)[0].baseline != now


def test_without_a_field_in_question_the_case_stands_on_the_latest_endorsement_by_itself():
    case = two(public_title="A market of today")

    case = actions.submit(case, by=case.project.manager)

    assert case.baseline == guards.endorsed_version(case.project)
    assert case.current_submission.content["baseline"] == case.baseline.sha256
