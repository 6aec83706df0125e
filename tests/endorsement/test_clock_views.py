"""What pages say of the clock: days by side on the case and in lists, dates and usual times, a suspension, papers, targets."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.formats import date_format

from endorsement import actions, showing, timing
from endorsement.models import Case, Condition, Target
from endorsement.workflow import Status
from projects.models import Project
from pvehub import access
from pvehub.audit.models import Event, Reading
from tests import make
from tests.matrix.cast import CANARY

pytestmark = pytest.mark.django_db

MONDAY = timezone.datetime(2026, 11, 2, 9, tzinfo=timezone.get_fixed_timezone(0))


def on(days):
    return time_machine.travel(MONDAY + timedelta(days=days), tick=False)


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def returned():
    """Screening one day, review two, with the mission three days and one more."""
    with on(0):
        case = make.case(Status.CLEARANCE)
        chief, lead = make.someone("chief-of-mission", "UG"), make.someone("lead")
    with on(1):
        case = actions.clear(case, by=chief)
    with on(2):
        case = make.in_review(case)
    with on(4):
        make.question(case)
        case = actions.send_to_mission(
            case, by=lead, sections=["overview"], due_on=(MONDAY + timedelta(days=14)).date()
        )
    return case


def test_the_case_says_what_each_side_has_taken_and_what_is_left(as_, returned):
    with on(9):
        for_team = text_of(as_(returned.project.manager).get(returned.get_absolute_url()))
        for_lead = text_of(as_(returned.lead).get(returned.get_absolute_url()))

    assert "3 of 6 working days left" in for_team
    assert "With headquarters 3 of 15 working days · With you 4 working days" in for_team
    assert "With headquarters 3 of 15 working days · With the mission 4 working days" in for_lead


def test_lists_say_it_too(as_, returned):
    with on(9):
        mine = text_of(as_(returned.project.manager).get("/cases/"))
        theirs = text_of(as_(returned.lead).get("/cases/?turn=all"))

    assert "With headquarters 3 of 15 working days" in mine
    assert "With you 4 working days" in mine
    assert "With the mission 4 working days" in theirs


def test_a_stage_past_its_days_says_by_how_much(as_, returned):
    with on(16):
        page = text_of(as_(returned.lead).get(returned.get_absolute_url()))

    assert "2 working days over their time" in page


def test_the_stages_carry_their_dates_and_the_time_they_usually_take():
    with on(0):
        for _n in range(3):
            case = make.case(Status.DRAFT)
            with on(1):
                case = actions.submit(case, by=case.project.manager)
            with on(2):
                case = make.in_review(actions.clear(case, by=make.someone("chief-of-mission", "UG")))
            with on(9):
                case = make.decided(make.at_decision(case), Status.ENDORSED)
    with on(14):
        new = make.case(Status.SCREENING)
        told = {
            stage["label"]: stage["note"]
            for stage in showing.passage(new, new.project.manager, timezone.now())["stages"]
        }

    assert (
        told["Screening by TRD"]
        == f"{date_format(timezone.localdate(new.moved_at), 'SHORT_DATE_FORMAT')} · usually the same day"
    )
    assert told["Review by TRD"] == "usually 5 working days"
    assert told["Endorsed"] == ""


def test_a_usual_time_is_that_of_cases_the_reader_may_see_and_of_no_less_than_three():
    with on(0):
        for _n in range(2):
            make.case(Status.ENDORSED)
        secret = make.case(Status.ENDORSED)
        Project.objects.filter(pk=secret.project_id).update(tier=3)
    reviewer = make.reviewer()

    def usual(among):
        return timing.passage(make.case(Status.SCREENING), among, timezone.now())[1]

    assert usual(Case.objects.visible_to(reviewer)) == {}
    assert set(usual(Case.objects.all())) >= {"screening", "review", "decision"}


def test_a_suspended_case_and_its_project_say_since_when_and_why(as_):
    case = make.case(Status.ENDORSED)
    actions.suspend(case, by=make.someone("trd-head"), reason="A courier was stopped.")
    manager = as_(case.project.manager)

    for url in (case.get_absolute_url(), case.project.get_absolute_url()):
        assert "A courier was stopped." in text_of(manager.get(url))

    actions.lift(case, by=make.someone("trd-head"), reason="Released.")
    assert "A courier was stopped." not in text_of(manager.get(case.project.get_absolute_url()))


def evidence(words="Signed."):
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    condition = case.decisions.get().conditions.get()
    paper = make.paper("contract.txt", words)
    return case, actions.answer_condition(condition, by=condition.owner, answer="Contract.", upload=paper)


def test_the_paper_of_a_condition_is_sent_with_the_answer_and_read_by_who_sees_the_case(as_):
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    condition = case.decisions.get().conditions.get()
    url = f"/cases/{case.ref}/conditions/{condition.pk}/"
    data = {"answer": "Contract.", "upload": make.paper("Secret name.txt", "Signed by both.")}

    assert as_(condition.owner).post(url + "answer/", data).status_code == 302
    got = as_(make.someone("lead")).get(url + "file/")

    assert b"Signed by both." in b"".join(got.streaming_content)
    assert f'filename="{case.ref}-1.txt"' in got.headers["Content-Disposition"]
    assert Reading.objects.filter(kind="endorsement.condition", what="download").count() == 1
    assert as_(make.officer("NG")).get(url + "file/").status_code == 404
    page = text_of(as_(make.someone("lead")).get(case.get_absolute_url()))
    assert f"/conditions/{condition.pk}/file/" in page


def test_a_paper_that_is_not_taken_is_said_why_and_the_words_stay(as_):
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    condition = case.decisions.get().conditions.get()
    data = {"answer": "It is in the contract.", "upload": make.paper("contract.exe", "MZ")}

    page = as_(condition.owner).post(f"/cases/{case.ref}/conditions/{condition.pk}/answer/", data)

    assert page.status_code != 302
    assert "It is in the contract." in text_of(page)
    condition.refresh_from_db()
    assert (condition.state, condition.file) == ("open", None)


def test_an_answer_without_a_paper_takes_the_earlier_one_away():
    _case, condition = evidence()
    actions.judge_condition(condition, by=make.someone("lead"), is_met=False, verdict="Not signed.")
    actions.answer_condition(condition, by=condition.owner, answer="Seen at the mission.")

    assert Condition.objects.get().file is None


@pytest.mark.parametrize("tie", ["recused", "neighbour"])
def test_whoever_has_a_tie_gets_no_paper(as_, tie):
    case, condition = evidence(f"Signed {CANARY}.")
    person = make.reviewer()
    Project.objects.filter(pk=case.project_id).update(tier=2)
    if tie == "recused":
        actions.recuse(case, person, by=person, reason="A friend leads it.")
    else:
        make.posting(person, role="staff", office="UG")

    answer = as_(person).get(f"/cases/{case.ref}/conditions/{condition.pk}/file/")

    assert answer.status_code == 404
    assert CANARY not in answer.content.decode()


def test_an_overdue_condition_is_marked(as_):
    with on(0):
        case = make.case(Status.DECISION)
        wanted = make.condition(case, when="by_date", due_on=(MONDAY + timedelta(days=7)).date())
        seen = case.current_submission.sha256
        actions.endorse(case, by=make.someone("trd-head"), seen=seen, conditions=[wanted], **make.SAID)
    with on(7):
        assert "Overdue" not in text_of(as_(make.someone("lead")).get(case.get_absolute_url()))
    with on(8):
        assert "Overdue" in text_of(as_(make.someone("lead")).get(case.get_absolute_url()))


DAYS = {"clearance": 3, "regional": 5, "screening": 4, "review": 10, "decision": 3, "emergency": 2}


def test_an_administrator_sets_the_days_of_a_stage_and_it_is_on_record(as_):
    admin = make.administrator()

    answer = as_(admin).post("/targets/", DAYS)

    assert answer.status_code == 302
    assert [(row.stage, row.days) for row in Target.objects.all()] == [("screening", 4)]
    event = Event.objects.get(verb="endorsement.target_set")
    assert (event.actor_uid, event.changes) == (admin.uid, {"screening": [2, 4]})
    page = text_of(as_(admin).get("/targets/"))
    assert "Screening by TRD: 2 → 4" in page
    assert 'value="4"' in page


def test_a_stage_without_a_day_is_refused_with_a_sentence_and_nothing_is_lost(as_):
    page = as_(make.administrator()).post("/targets/", DAYS | {"screening": 0, "review": 12})

    assert page.status_code == 422
    assert "greater than or equal to 1" in text_of(page)
    assert 'value="12"' in text_of(page)
    assert not Target.objects.exists()


def test_nobody_else_sets_them(as_):
    assert as_(make.head()).post("/targets/", DAYS).status_code == 403
    with pytest.raises(access.Refused, match="administrator"):
        actions.set_targets({"review": 1}, by=make.head())
