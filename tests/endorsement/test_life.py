"""A project is activated, suspended, closed, cancelled, and let through by an override: who may, what holds it, who hears."""

import threading

import pytest
from django.db import connection

from endorsement import actions, permissions, showing, workflow
from endorsement.models import Case, Condition, LessonWaiver, Override
from endorsement.workflow import Status
from knowledge import actions as knowledge
from knowledge.models import LessonPrompt
from projects.models import Project
from projects.workflow import Status as Life
from pvehub import access
from pvehub.access import standings
from pvehub.audit.models import Event
from risks.models import Risk
from tests import make

pytestmark = pytest.mark.django_db

# By hand from the table of the life cycle: who does it, once the project stands where it begins.
TAKES = {
    "activate": {"author", "officer", "partner_officer", "chief"},
    "begin-closing": {"author", "officer", "partner_officer", "chief"},
    "continue": {"author", "officer", "partner_officer", "chief"},
    "close": {"chief"},
    "cancel": {"chief"},
    "override": {"doe-director"},
}


@pytest.fixture
def endorsed():
    """An endorsed project with its case, no condition."""
    case = make.case(Status.ENDORSED)
    return Project.objects.get(pk=case.project_id)


def chief():
    return make.someone("chief-of-mission", "UG")


def lesson(project):
    return make.resource(state="submitted", project=project)


def no_risks(project):
    Risk.objects.filter(register__project=project).update(state="closed")


def the_people():
    project = make.ready_project(partner_offices=[make.office("KE")])
    case = make.case(Status.REVIEW, project=project)
    return case, {
        "author": project.manager,
        "officer": make.officer("UG"),
        "partner_officer": make.officer("KE"),
        "partner_chief": make.chief("KE"),
        "other_officer": make.officer("NG"),
        "chief": chief(),
        "lead": make.someone("lead"),
        "head": make.someone("trd-head"),
        "colleague": make.user("staff", "UG"),
        **{
            role: make.user(role, office)
            for role, office in [
                ("regional-specialist", "NBO"),
                ("regional-director", "NBO"),
                ("doe-director", "HQ"),
                ("risk-officer", "HQ"),
                ("dg-office", "HQ"),
                ("curator", "HQ"),
                ("administrator", "HQ"),
            ]
        },
    }


def test_every_act_as_every_role_in_every_status():
    case, people = the_people()
    project = Project.objects.prefetch_related("partner_offices").get(pk=case.project_id)
    case.project = project
    standings.begin()
    wrong = []
    assert set(TAKES) == set(workflow.ACTS) == set(permissions.ACTS)
    for status in Life:
        project.status = status
        for name, person in people.items():
            for slug, act in workflow.ACTS.items():
                listed = name in TAKES[slug] and status in act.sources
                if (permissions.why_not_act(slug, person, project, case) is None) != listed:
                    wrong.append((slug, name, status.value))
    standings.end()
    assert wrong == []


@pytest.mark.slow
def test_actions_refuse_every_cell_that_is_not_listed():
    case, people = the_people()
    calls = {
        "activate": lambda by: actions.activate(case.project, by=by),
        "begin-closing": lambda by: actions.begin_closing(case.project, by=by),
        "continue": lambda by: actions.go_on(case.project, by=by),
        "close": lambda by: actions.close(case.project, by=by),
        "cancel": lambda by: actions.cancel(case.project, by=by, reason="x"),
        "override": lambda by: actions.order_override(case, by=by, reason="x"),
    }
    wrong = []
    for status in Life:
        Project.objects.filter(pk=case.project_id).update(status=status, code="PE.9", endorsed_content={"sections": []})
        for name in ("author", "chief", "lead", "head", "doe-director", "administrator", "other_officer"):
            for slug, call in calls.items():
                if name in TAKES[slug] and status in workflow.ACTS[slug].sources:
                    continue
                try:
                    call(people[name])
                except (access.Refused, access.Moved):
                    continue
                wrong.append((slug, name, status.value))
    assert wrong == []
    assert not Override.objects.exists()


def test_a_draft_is_cancelled_by_its_officers_too():
    project = make.project()
    assert permissions.why_not_act("cancel", project.manager, project, None) is None
    assert actions.cancel(project, by=project.manager, reason="No money.").status == "cancelled"


def test_activation_gives_the_code_one_event_and_tells_those_concerned(endorsed, outbox):
    start = len(outbox)
    project = actions.activate(endorsed, by=endorsed.manager, note="The team is there.")

    assert (project.status, project.code) == ("active", "PE.0001")
    assert Event.objects.filter(verb="endorsement.activated", after="active").count() == 1
    told = {person for kind, person in outbox.rows()[start:] if kind == "endorsement.activated"}
    assert told == {chief(), make.someone("lead")}


def test_nothing_is_activated_without_an_endorsement(endorsed):
    make.put(Case.objects.get(project=endorsed), Status.REVOKED)
    with pytest.raises(access.Unmet, match="no valid endorsement"):
        actions.activate(endorsed, by=endorsed.manager)
    assert Project.objects.get(pk=endorsed.pk).code is None


def test_a_condition_before_the_start_holds_it_until_it_is_met():
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    project, condition = case.project, Condition.objects.of_case(case).get()
    with pytest.raises(access.Unmet, match="Hire a gender adviser"):
        actions.activate(project, by=project.manager)

    condition = actions.answer_condition(condition, by=project.manager, answer="Contract of 3 May.")
    with pytest.raises(access.Unmet, match="neither met nor waived"):
        actions.activate(project, by=project.manager)
    condition = actions.judge_condition(condition, by=make.someone("lead"), is_met=False, verdict="Not signed.")
    with pytest.raises(access.Refused):
        actions.judge_condition(condition, by=make.someone("lead"), is_met=True, verdict="")
    condition = actions.answer_condition(condition, by=project.manager, answer="Signed on 5 May.")
    actions.judge_condition(condition, by=make.someone("lead"), is_met=True, verdict="")

    assert actions.activate(project, by=project.manager).status == "active"


def test_the_mission_does_not_judge_its_own_condition_and_reviewers_do_not_waive():
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    condition = Condition.objects.of_case(case).get()
    actions.answer_condition(condition, by=case.project.manager, answer="Contract.")
    for person in (case.project.manager, chief(), make.administrator()):
        with pytest.raises(access.Refused):
            actions.judge_condition(condition, by=person, is_met=True, verdict="")
        with pytest.raises(access.Refused):
            actions.waive_condition(condition, by=person, verdict="x")
    with pytest.raises(access.Refused, match="waive"):
        actions.waive_condition(condition, by=make.someone("lead"), verdict="x")
    with pytest.raises(access.Unmet, match="why"):
        actions.waive_condition(condition, by=make.someone("trd-head"), verdict=" ")
    with pytest.raises(access.Refused, match="sees to the condition"):
        actions.answer_condition(condition, by=make.officer("NG"), answer="x")


def test_release_waits_for_the_conditions():
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    with pytest.raises(access.Unmet, match="neither met nor waived"):
        actions.release(case, by=make.someone("lead"))


def test_a_suspension_stops_the_project_and_its_lifting_puts_back_what_was(endorsed):
    case = Case.objects.get(project=endorsed)
    actions.activate(endorsed, by=endorsed.manager)
    actions.begin_closing(endorsed, by=endorsed.manager)

    case = actions.suspend(case, by=make.someone("trd-head"), reason="An incident.")
    endorsed.refresh_from_db()
    assert (case.status, endorsed.status) == ("suspended", "suspended")
    with pytest.raises(access.Moved):
        actions.close(endorsed, by=chief())
    case = actions.lift(case, by=make.someone("trd-head"), reason="Mended.")
    endorsed.refresh_from_db()

    assert (case.status, endorsed.status, endorsed.code) == ("endorsed", "closing", "PE.0001")


def test_an_ended_project_is_not_suspended(endorsed):
    case = Case.objects.get(project=endorsed)
    offered = {button.label for button in showing.buttons(case, make.someone("trd-head"))}
    assert "Suspend" in offered
    actions.cancel(endorsed, by=chief(), reason="No money.")
    case.refresh_from_db()
    assert "Suspend" not in {button.label for button in showing.buttons(case, make.someone("trd-head"))}
    with pytest.raises(access.Moved, match="ended"):
        actions.suspend(case, by=make.someone("trd-head"), reason="x")


def test_closing_asks_for_a_lesson_for_closed_risks_and_for_the_final_report(endorsed):
    actions.activate(endorsed, by=endorsed.manager)
    actions.begin_closing(endorsed, by=endorsed.manager)
    with pytest.raises(access.Unmet) as problem:
        actions.close(endorsed, by=chief())
    assert len(problem.value.blockers) == 3
    make.final_sent(endorsed)

    make.resource(state="draft", project=endorsed)  # not submitted
    make.resource()  # of no project
    no_risks(endorsed)
    with pytest.raises(access.Unmet, match="No lesson"):
        actions.close(endorsed, by=chief())
    lesson(endorsed)

    closed = actions.close(endorsed, by=chief())
    assert closed.status == "closed" and closed.ended_at is not None


@pytest.mark.scenario("knowledge-14")
def test_closing_without_lesson_or_waiver_is_refused_and_with_a_submitted_lesson_it_closes(endorsed, as_):
    actions.activate(endorsed, by=endorsed.manager)
    actions.begin_closing(endorsed, by=endorsed.manager)
    make.final_sent(endorsed)
    no_risks(endorsed)
    asked = LessonPrompt.objects.get(project=endorsed, milestone="closing")
    assert asked.state == "open"

    page = f"/life/{endorsed.ref}/close/"
    draft = make.resource(state="draft", project=endorsed)  # written, and not sent
    refused = as_(chief()).post(page, {"note": "Done."})
    assert refused.status_code == 409 and "No lesson of this project was submitted" in refused.content.decode()
    endorsed.refresh_from_db()
    assert endorsed.status == "closing" and not LessonWaiver.objects.exists()

    knowledge.submit(draft, by=draft.created_by)
    assert draft.revisions.get().status == "submitted"
    assert as_(chief()).post(page, {"note": "Done."}).status_code == 302
    endorsed.refresh_from_db()
    assert endorsed.status == "closed"


def test_a_report_that_is_sent_asks_what_was_learnt():
    report = make.sent()
    asked = LessonPrompt.objects.get(project=report.project)
    assert (asked.milestone, asked.number, asked.state) == ("interim", report.number, "open")


def test_who_has_sent_a_lesson_is_not_asked_for_one_at_closing(endorsed):
    actions.activate(endorsed, by=endorsed.manager)
    lesson(endorsed)
    actions.begin_closing(endorsed, by=endorsed.manager)
    assert LessonPrompt.objects.get(project=endorsed).state == "written"


def test_trd_waives_the_lesson_and_the_mission_does_not(endorsed):
    actions.activate(endorsed, by=endorsed.manager)
    actions.begin_closing(endorsed, by=endorsed.manager)
    no_risks(endorsed)
    for person in (endorsed.manager, chief(), make.administrator()):
        with pytest.raises(access.Refused):
            actions.waive_lesson(endorsed, by=person, reason="x")

    first = actions.waive_lesson(endorsed, by=make.someone("lead"), reason="Stopped in its first month.")
    again = actions.waive_lesson(endorsed, by=make.someone("trd-head"), reason="Other words.")

    make.final_sent(endorsed)
    assert first == again and LessonWaiver.objects.get().reason == "Stopped in its first month."
    assert actions.close(endorsed, by=chief()).status == "closed"


def test_cancelling_withdraws_the_open_case(outbox):
    case = make.case(Status.REVIEW)
    project = actions.cancel(case.project, by=chief(), reason="No money.")
    case.refresh_from_db()
    assert (project.status, case.status) == ("cancelled", "withdrawn")
    assert ("endorsement.cancelled", project.manager) in outbox.rows()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_activations_at_once_make_one_code_and_one_event(tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    case = make.case(Status.ENDORSED)
    project, results, gate = case.project, [], threading.Barrier(2)

    def run(by):
        try:
            gate.wait()
            results.append(actions.activate(project, by=by))
        except Exception as problem:
            results.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(by,)) for by in (project.manager, chief())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(result).__name__ for result in results) == ["Moved", "Project"]
    assert Project.objects.get(pk=project.pk).code == "PE.0001"
    assert Event.objects.filter(verb="endorsement.activated").count() == 1
    assert Event.objects.filter(verb="projects.followed", after="active").count() == 1


# The pages


def test_the_walk_from_endorsed_to_closed_on_pages(as_, endorsed):
    head, officer = as_(chief()), as_(endorsed.manager)
    page = officer.get(endorsed.get_absolute_url()).content.decode()
    assert f"/life/{endorsed.ref}/activate/" in page
    assert officer.get(f"/life/{endorsed.ref}/activate/").status_code == 200
    assert officer.post(f"/life/{endorsed.ref}/activate/", {"note": ""}).status_code == 302
    assert officer.post(f"/life/{endorsed.ref}/activate/", {"note": ""}).status_code == 409
    assert "PE.0001" in officer.get(endorsed.get_absolute_url()).content.decode()
    assert officer.post(f"/life/{endorsed.ref}/begin-closing/", {"note": ""}).status_code == 302
    assert officer.post(f"/life/{endorsed.ref}/close/", {"note": ""}).status_code == 403
    page = head.get(f"/life/{endorsed.ref}/close/").content.decode()
    assert "No lesson" in page and "final report" in page
    assert head.post(f"/life/{endorsed.ref}/close/", {"note": ""}).status_code == 409
    assert as_(make.someone("lead")).post(f"/life/{endorsed.ref}/waive-lesson/", {"reason": "x"}).status_code == 302
    make.final_sent(endorsed)
    no_risks(endorsed)
    assert head.post(f"/life/{endorsed.ref}/close/", {"note": "Done."}).status_code == 302
    assert head.get(f"/life/{endorsed.ref}/cancel/").status_code == 200
    assert head.post(f"/life/{endorsed.ref}/cancel/", {"reason": "x"}).status_code == 409


def test_conditions_are_answered_and_judged_on_pages(as_):
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    condition = Condition.objects.of_case(case).get()
    place = f"/cases/{case.ref}/conditions/{condition.pk}"
    officer, lead = as_(case.project.manager), as_(make.someone("lead"))
    assert lead.get(f"{place}/judge/").status_code == 403
    assert officer.post(f"{place}/answer/", {"answer": "Contract."}).status_code == 302
    assert officer.get(f"{place}/judge/").status_code == 403
    assert lead.post(f"{place}/judge/", {"outcome": "waived", "verdict": "x"}).status_code == 200  # not offered
    assert lead.post(f"{place}/judge/", {"outcome": "rejected", "verdict": ""}).status_code == 409
    assert lead.post(f"{place}/judge/", {"outcome": "met", "verdict": ""}).status_code == 302
    condition.refresh_from_db()
    assert condition.state == "met"


def test_suspend_lift_and_release_pages(as_):
    case = make.case(Status.ENDORSED)
    head = as_(make.someone("trd-head"))
    assert head.get(f"/cases/{case.ref}/suspend/").status_code == 200
    assert head.post(f"/cases/{case.ref}/suspend/", {"reason": "An incident."}).status_code == 302
    assert (
        "Suspended by headquarters" in as_(case.project.manager).get(case.project.get_absolute_url()).content.decode()
    )
    assert head.post(f"/cases/{case.ref}/lift/", {"reason": "Mended."}).status_code == 302
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    assert as_(make.someone("lead")).post(f"/cases/{case.ref}/release/", {"note": ""}).status_code == 409


def test_the_main_thing_one_may_do_stands_first_and_what_one_may_not_last():
    case = make.case(Status.DECISION)
    found = showing.buttons(case, make.someone("trd-head"))
    may = [button.why_not is None for button in found]
    assert found[0].label == "Decide" and found[0].why_not is None
    assert may == sorted(may, reverse=True)

    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    kinds = [button.kind for button in showing.buttons(case, make.someone("trd-head")) if button.why_not is None]
    assert kinds == sorted(kinds) and "sec" in kinds

    found = [
        showing.Button("c", "", "No.", "primary"),
        showing.Button("b", ""),
        showing.Button("a", "", None, "primary"),
    ]
    assert [button.label for button in showing.in_order(found)] == ["a", "b", "c"]
