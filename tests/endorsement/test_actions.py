"""What happens at each step of a case: guards, frozen versions, locks on the project, who is told."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from endorsement import actions, workflow
from endorsement.models import Case, Submission
from endorsement.workflow import Status
from projects.models import Project
from projects.permissions import why_not_edit
from pvehub import access
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db


def verbs_of(case):
    return [event.verb for event in trail.of(case)]


def test_submit_freezes_version_one_and_locks_the_project(outbox):
    case = make.case()
    chief = make.someone("chief-of-mission", "UG")

    case = actions.submit(case, by=case.project.manager)

    submission = case.current_submission
    assert (case.status, submission.number, len(submission.sha256)) == (Status.CLEARANCE, 1, 64)
    assert submission.content["case"] == case.ref
    assert submission.register_snapshot.worst_residual == submission.worst_residual == "low"
    project = Project.objects.get(pk=case.project_id)
    assert (project.status, project.open_sections) == ("in_endorsement", [])
    assert why_not_edit(project.manager, project, "overview")
    assert verbs_of(case) == ["endorsement.opened", "endorsement.submitted"]
    assert outbox == [("endorsement.submitted", chief)]


def test_an_incomplete_project_is_not_submitted_and_nothing_is_written():
    case = make.case(project=make.project())

    with pytest.raises(access.Unmet) as refusal:
        actions.submit(case, by=case.project.manager)

    assert len(refusal.value.blockers) > 3
    assert any("risk register" in blocker.sentence for blocker in refusal.value.blockers)
    assert not Submission.objects.exists()


def test_the_content_in_the_database_still_has_its_hash():
    from endorsement import canonical

    case = make.case(Status.CLEARANCE)

    submission = Submission.objects.get(pk=case.current_submission_id)
    assert canonical.sha256(submission.content) == submission.sha256


def test_the_author_does_not_clear_the_own_case():
    case = make.case(Status.CLEARANCE)
    make.posting(case.author, role="chief-of-mission", office="UG")

    with pytest.raises(access.Refused, match="somebody else"):
        actions.clear(case, by=case.author)


def test_clearing_passes_the_case_to_trd(outbox):
    case = make.case(Status.CLEARANCE)
    reviewer = make.reviewer()
    start = len(outbox)

    actions.clear(case, by=make.someone("chief-of-mission", "UG"), note="Ready.")

    case.refresh_from_db()
    assert (case.status, case.turn) == (Status.SCREENING, "trd")
    assert set(outbox.rows()[start:]) == {
        ("endorsement.cleared", reviewer),
        ("endorsement.cleared", case.project.manager),
    }


def test_a_region_with_a_stage_of_its_own_comes_first():
    case = make.case(Status.CLEARANCE)
    region = case.project.lead_office.parent
    region.has_regional_stage = True
    region.save()

    case = actions.clear(Case.objects.get(pk=case.pk), by=make.someone("chief-of-mission", "UG"))

    assert (case.status, case.turn) == (Status.REGIONAL, "region")


def test_sent_back_the_project_opens_again(outbox):
    case = make.case(Status.CLEARANCE)
    start = len(outbox)

    actions.send_back(case, by=make.someone("chief-of-mission", "UG"), reason="Add partners.")

    case.refresh_from_db()
    project = Project.objects.get(pk=case.project_id)
    assert (case.status, project.status, project.open_sections) == (Status.DRAFT, "draft", None)
    assert outbox.rows()[start:] == [("endorsement.sent_back", project.manager)]
    assert trail.of(case).last().note == "Add partners."


def test_a_second_submission_after_sending_back_is_version_two():
    case = make.case(Status.CLEARANCE)
    actions.send_back(case, by=make.someone("chief-of-mission", "UG"), reason="Add partners.")

    case = actions.submit(case, by=case.project.manager)

    assert [row.number for row in case.submissions.order_by("number")] == [1, 2]


def test_starting_the_review_names_lead_and_readers(outbox):
    case = make.case(Status.SCREENING)
    lead, reviewer = make.reviewer(), make.reviewer()
    start = len(outbox)

    case = actions.start_review(
        case, by=lead, lead=lead, reviewers=[reviewer], is_scope_confirmed=True, has_asked_about_conflicts=True
    )

    assert (case.status, case.lead) == (Status.REVIEW, lead)
    assert set(case.assignments.values_list("reviewer", "part")) == {(lead.pk, "lead"), (reviewer.pk, "reviewer")}
    assert outbox.rows()[start:] == [("endorsement.review_started", reviewer)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reviewers": []}, "at least one reviewer"),
        ({"is_scope_confirmed": False}, "another than the author"),
        ({"has_asked_about_conflicts": False}, "conflicts of interest"),
    ],
)
def test_a_review_does_not_start_half_prepared(changes, sentence):
    case = make.case(Status.SCREENING)
    lead, reviewer = make.reviewer(), make.reviewer()
    given = {"lead": lead, "reviewers": [reviewer], "is_scope_confirmed": True, "has_asked_about_conflicts": True}

    with pytest.raises(access.Unmet, match=sentence):
        actions.start_review(case, by=lead, **(given | changes))


def test_a_reader_who_names_an_interest_stands_aside_at_once():
    case = make.case(Status.SCREENING)
    lead, reviewer = make.reviewer(), make.reviewer()
    actions.start_review(
        case, by=lead, lead=lead, reviewers=[reviewer], is_scope_confirmed=True, has_asked_about_conflicts=True
    )

    actions.declare(case, by=reviewer, is_free=False, note="I wrote the proposal.")

    assert not Case.objects.visible_to(reviewer).exists()
    assert case.recusals.get().person == reviewer


def test_returned_opens_only_the_named_sections(outbox):
    case = make.case(Status.REVIEW)
    make.question(case)
    start = len(outbox)

    case = actions.send_to_mission(case, by=case.lead, sections=["overview", "results"], due_on=make.soon())

    project = Project.objects.get(pk=case.project_id)
    assert (case.status, case.resume_to, case.due_on) == (Status.RETURNED, Status.REVIEW, make.soon())
    assert project.open_sections == ["overview", "results"]
    assert why_not_edit(project.manager, project, "overview") is None
    assert why_not_edit(project.manager, project, "context")
    assert set(outbox.rows()[start:]) == {
        ("endorsement.paused", make.someone("trd-reviewer")),
        ("endorsement.returned", project.manager),
    }


def test_without_a_question_a_case_is_not_returned():
    case = make.case(Status.REVIEW)

    with pytest.raises(access.Unmet, match="at least one comment"):
        actions.send_to_mission(case, by=case.lead, sections=["overview"], due_on=make.soon())


@pytest.mark.scenario("endorsement-7")
def test_the_resubmission_names_the_thread_without_an_answer():
    case = make.case(Status.REVIEW)
    threads = [make.question(case, field=field) for field in ("summary", "public_title", "title")]
    case = make.returned(case)
    officer = case.project.manager
    for thread in [*threads[:2], case.threads.order_by("pk").last()]:
        actions.reply(thread, by=officer, text="Because.", is_unchanged_explained=True)

    with pytest.raises(access.Unmet) as refusal:
        actions.resubmit(case, by=officer)

    assert [blocker.sentence for blocker in refusal.value.blockers] == ["“Overview: Title” still needs your answer."]
    assert case.submissions.count() == 1


def test_where_nothing_changed_each_answer_says_why():
    case = make.case(Status.RETURNED)
    thread, officer = case.threads.get(), case.project.manager
    actions.reply(thread, by=officer, text="We will see.")

    with pytest.raises(access.Unmet, match="Nothing in the text has changed"):
        actions.resubmit(case, by=officer)

    actions.reply(thread, by=officer, text="It says so in the results.", is_unchanged_explained=True)
    assert actions.resubmit(case, by=officer).status == Status.REVIEW


def test_resubmitted_the_case_goes_back_to_where_it_came_from(outbox):
    case = make.case(Status.DECISION)
    thread = make.question(case, quoted="Traders")
    case = actions.send_to_mission(case, by=case.lead, sections=["overview"], due_on=make.soon())
    officer = case.project.manager
    Project.objects.filter(pk=case.project_id).update(summary="Shopkeepers settle disputes.")
    actions.reply(thread, by=officer, text="Changed.")
    start = len(outbox)

    case = actions.resubmit(case, by=officer)

    thread.refresh_from_db()
    assert (case.status, case.resume_to, case.current_submission.number) == (Status.DECISION, "", 2)
    assert (thread.current_submission, thread.is_orphan) == (case.current_submission, True)
    assert set(outbox.rows()[start:]) == {
        ("endorsement.resubmitted", case.lead),
        ("endorsement.resubmitted", make.someone("trd-reviewer")),
    }
    assert Project.objects.get(pk=case.project_id).open_sections == []


def test_the_review_concludes_only_when_every_reader_has_spoken_of_this_version(outbox):
    case = make.case(Status.REVIEW)

    with pytest.raises(access.Unmet, match="has not reviewed the current version"):
        actions.conclude(case, by=case.lead)

    make.reviewed(case)
    blocking = actions.comment(case, by=case.lead, text="Stop.", is_blocking=True)
    with pytest.raises(access.Unmet, match="blocking thread"):
        actions.conclude(case, by=case.lead)

    actions.resolve(blocking, by=case.lead)
    head = make.someone("trd-head")
    start = len(outbox)
    assert actions.conclude(case, by=case.lead).status == Status.DECISION
    assert outbox.rows()[start:] == [("endorsement.concluded", head)]


def test_a_raised_red_line_waits_for_the_lead():
    case = make.reviewed(make.case(Status.REVIEW))
    Case.objects.filter(pk=case.pk).update(red_line="raised")

    with pytest.raises(access.Unmet, match="red-line"):
        actions.conclude(case, by=case.lead)

    case = actions.judge_red_line(case, by=case.lead, is_confirmed=False, reason="Only greetings.")
    assert case.red_line == "cleared"
    assert actions.conclude(case, by=case.lead).status == Status.DECISION


def test_withdrawn_the_project_is_its_teams_again():
    case = make.case(Status.REVIEW)

    case = actions.withdraw(case, by=case.project.manager, reason="Funding ended.")

    project = Project.objects.get(pk=case.project_id)
    assert (case.status, project.status, project.open_sections) == (Status.WITHDRAWN, "draft", None)
    assert make.case(project=project).ref == f"{project.ref}-2"


def test_a_hold_stops_the_clock_and_comes_back_to_where_it_was():
    case = make.case(Status.RETURNED)

    case = actions.hold(case, by=case.lead, reason="Elections.", review_on=make.soon())
    assert (case.status, case.held_from, case.resume_to) == (Status.ON_HOLD, Status.RETURNED, Status.REVIEW)
    assert not case.clock.filter(to_at=None).exists()

    case = actions.resume(case, by=case.lead)
    assert (case.status, case.held_from, case.resume_to) == (Status.RETURNED, "", Status.REVIEW)
    assert case.clock.get(to_at=None).holder == "mission"


def test_one_case_at_a_time():
    case = make.case(Status.CLEARANCE)

    with pytest.raises(access.Refused, match=case.ref):
        actions.open_case(case.project, by=case.project.manager)
    with pytest.raises(IntegrityError, match="case_one_in_hand"), transaction.atomic():
        other = Case.objects.create(
            ref="X-9", project=case.project, author=case.author, opened_at=case.opened_at, moved_at=case.moved_at
        )
        Case.objects.filter(pk=other.pk).update(status=Status.CLEARANCE)


def test_the_clock_has_one_open_interval_for_who_holds_the_ball():
    case = make.case(Status.DECISION)

    holders = list(case.clock.order_by("pk").values_list("holder", flat=True))
    assert holders == ["mission", "head", "trd", "trd", "seat"]  # one for each stage
    assert case.clock.get(to_at=None).holder == workflow.TURN[Status.DECISION]


@pytest.mark.parametrize("status", [Status.REVIEW, Status.ON_HOLD, Status.ENDORSED_WITH_CONDITIONS, Status.RETURNED])
def test_the_events_lead_to_the_status_of_the_case(status):
    case = make.case(status)

    assert list(actions.differing()) == []
    make.put(case, Status.SCREENING)
    assert [row for row, _said in actions.differing()] == [case]

    actions.rebuild(case)
    assert list(actions.differing()) == []
    case.refresh_from_db()
    assert case.status == status


@pytest.mark.parametrize(("status", "to"), [(Status.DRAFT, Status.ENDORSED), (Status.REVIEW, Status.ENDORSED)])
def test_the_database_refuses_a_step_that_the_table_does_not_have(status, to):
    case = make.case(status)

    with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(status=to)


def test_no_case_is_born_endorsed():
    case = make.case()

    with pytest.raises(ProgrammingError, match="Cannot insert"), transaction.atomic():
        Case.objects.create(
            ref="X-1",
            project=case.project,
            author=case.author,
            opened_at=case.opened_at,
            moved_at=case.moved_at,
            status=Status.ENDORSED,
        )


def test_what_is_frozen_stays():
    case = make.case(Status.ENDORSED)
    decision = case.decisions.get()

    for thing in (case.current_submission, decision, decision.letter):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            type(thing).objects.filter(pk=thing.pk).update(id=thing.pk)
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            type(thing).objects.filter(pk=thing.pk)._raw_delete("default")
