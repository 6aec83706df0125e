"""The desk: cases of both parts in one query, and reports, questions and conditions whose next word is one's own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from endorsement import actions, showing
from endorsement.workflow import Status
from tests import make

pytestmark = pytest.mark.django_db
FEW = 8


def whats(user):
    return [(due.what, due.url) for due in showing.dues(user, timezone.localdate(), FEW)]


def page(name, *args):
    return reverse(f"endorsement:{name}", args=args)


def test_a_report_stands_with_its_writers_until_it_is_sent_and_then_with_trd():
    report = make.interim()
    project, manager = report.project, report.project.manager
    reviewer, own = make.reviewer(), make.reviewer()
    make.posting(own, role="staff", office="UG")
    there = page("report-detail", project.ref, report.number)
    assert ("report", there) in whats(manager)
    assert whats(reviewer) == []

    make.sent(report)

    assert ("report", there) not in whats(manager)
    assert ("judge", there) in whats(reviewer)
    assert whats(own) == []


def test_a_question_stands_with_who_answers_and_comes_back_when_the_mission_is_asked():
    asked = make.support()
    officer, reviewer = asked.asked_by, make.reviewer()
    row = ("question", page("support-detail", asked.number))
    assert (row in whats(officer), row in whats(reviewer)) == (False, True)

    actions.ask_back(actions.take_over(asked, by=reviewer), by=reviewer, text="Since when?")

    assert (row in whats(officer), row in whats(reviewer)) == (True, False)


def test_a_condition_stands_with_its_owner_and_its_evidence_with_the_lead():
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    condition = case.decisions.get().conditions.first()
    here = (case.ref, condition.pk)
    assert whats(condition.owner) == [("condition", page("condition-answer", *here))]
    assert whats(make.outsider()) == []

    actions.answer_condition(condition, by=condition.owner, answer="Signed by both.")

    assert whats(condition.owner) == []
    assert whats(case.lead) == [("evidence", page("condition-judge", *here))]
    case.recusals.create(person=case.lead, reason="Kin.", recused_at=timezone.now(), recused_by=case.lead)
    assert whats(case.lead) == []


def test_what_is_due_first_stands_first_and_what_has_no_day_last():
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    row = case.decisions.get().conditions.first()
    soon = row.owner
    made = {}
    for n, days in enumerate((9, 2, None), 2):
        day = None if days is None else timezone.localdate() + timedelta(days=days)
        row.pk, row.number, row.text, row.due_on = None, n, f"In {days}", day
        row.when = "by_date" if day else "before_start"
        row.save()
        made[row.text] = row.pk

    found = [due.title for due in showing.dues(soon, timezone.localdate(), FEW) if due.title in made]

    assert found == ["In 2", "In 9", "In None"]


def test_the_desk_shows_every_part_and_no_more_than_eight_cases_of_each(as_):
    head = make.someone("trd-reviewer")
    officer = make.officer("UG")
    for _n in range(10):
        project = make.ready_project(manager=officer)
        make.put(make.case(Status.DRAFT, project=project), Status.SCREENING, submitted_at=timezone.now())
    make.support(by=officer)

    mine, others = showing.cases_of_the_desk(head, FEW)
    not_mine, waiting = showing.cases_of_the_desk(officer, FEW)

    assert (len(mine), len(others)) == (FEW + 1, 0)
    assert (len(not_mine), len(waiting)) == (0, FEW)
    told = as_(head).get(reverse("home")).content.decode()
    assert told.count('<li><span><a href="/cases/') == FEW
    assert "All cases waiting for you" in told
    assert make.ASKED["subject"] in told


def test_the_desk_names_a_status_in_the_words_of_who_reads_it(as_):
    case = make.case(Status.RETURNED)
    theirs = as_(case.project.manager).get(reverse("home")).content.decode()
    ours = as_(make.someone("lead")).get(reverse("home")).content.decode()

    assert "Returned to you with questions" in theirs
    assert case.ref in ours and "Returned to you" not in ours and "Returned to the mission" in ours
