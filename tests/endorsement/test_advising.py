"""Clearances: which a version asks for, who is asked, who answers, and what waits until they are in."""

import pytest
from django.db import DatabaseError, connection, transaction

from endorsement import actions, clearances, guards
from endorsement.models import Case, Clearance
from endorsement.workflow import ClearanceKind, Status
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db


def version(**codes):
    return {"sections": [{"fields": [{"name": name, "data": found} for name, found in codes.items()]}]}


@pytest.mark.parametrize(
    ("codes", "worst", "kinds"),
    [
        ({"target_groups": ["YTH"]}, "low", []),
        ({"target_groups": ["RTF"]}, "low", ["legal", "protection"]),
        ({"target_groups": ["FAF"]}, "low", ["legal", "security"]),
        ({"target_groups": ["CHD"]}, "medium", ["protection"]),
        ({"target_groups": ["DET"]}, "low", ["legal", "protection"]),
        ({"themes": ["ALTNA"]}, "low", ["media"]),
        ({"target_groups": ["YTH"]}, "high", ["risk"]),
        ({"target_groups": ["YTH"]}, "", ["risk"]),
        (
            {"target_groups": ["RTF", "FAF"], "themes": ["ALTNA"]},
            "extreme",
            ["legal", "security", "risk", "protection", "media"],
        ),
    ],
)
def test_version_asks_for_the_clearances_its_own_words_call_for(codes, worst, kinds):
    assert list(clearances.wanted(version(**codes), worst)) == kinds


@pytest.fixture
def case():
    """In review, with former fighters among its target groups."""
    group = make.term("target-groups", "FAF", "Persons formerly associated")
    return make.case(Status.REVIEW, project=make.ready_project(target_groups=[group]))


def ask(case, person=None, **fields):
    return actions.ask_clearance(case, person or make.adviser(), by=make.someone("lead"), **{"kind": "legal"} | fields)


def give(clearance, **fields):
    said = {"outcome": "cleared", "text": "", "seen": clearance.submission.sha256} | fields
    return actions.give_clearance(clearance, by=clearance.asked_of, **said)


def test_review_is_not_concluded_before_the_clearances_are_in(case):
    make.reviewed(case)
    with pytest.raises(access.Unmet) as problem:
        actions.conclude(case, by=make.someone("lead"))
    sentences = " ".join(blocker.sentence for blocker in problem.value.blockers)
    assert "Legal clearance: nobody has been asked" in sentences
    assert "Security clearance: nobody has been asked" in sentences

    asked = [ask(case, kind=kind) for kind in ("legal", "security")]
    assert "has not answered yet" in guards.to_conclude(case)[0].sentence
    for clearance in asked:
        give(clearance)

    assert actions.conclude(case, by=make.someone("lead")).status == Status.DECISION


def test_another_version_needs_another_word(case):
    for kind in ("legal", "security"):
        give(ask(case, kind=kind))
    make.question(case)
    case = actions.send_to_mission(case, by=make.someone("lead"), sections=["overview"], due_on=make.soon())
    for thread in case.threads.all():
        actions.reply(thread, by=case.project.manager, text="As it says.", is_unchanged_explained=True)
    case = actions.resubmit(case, by=case.project.manager)

    assert any("Legal clearance" in blocker.sentence for blocker in guards.to_conclude(case))


def test_adviser_reads_the_case_from_the_question_on_and_has_it_on_the_desk(case, as_):
    adviser = make.adviser()
    assert as_(adviser).get(case.get_absolute_url()).status_code == 404

    clearance = ask(case, adviser, question="May they be paid?")

    assert list(Case.objects.awaiting(adviser)) == [case]
    page = as_(adviser).get(f"/cases/{case.ref}/clearances/{clearance.pk}/")
    assert "May they be paid?" in page.content.decode()
    said = {"outcome": "withheld", "text": "The sanctions list names the partner.", "seen": clearance.submission.sha256}
    as_(adviser).post(f"/cases/{case.ref}/clearances/{clearance.pk}/", said)
    clearance.refresh_from_db()
    assert clearance.outcome == Clearance.Outcome.WITHHELD
    assert not Case.objects.awaiting(adviser).exists()


def test_what_an_adviser_says_is_nowhere_for_the_mission(case, as_):
    give(ask(case, question="Palaver pay"), outcome="remarks", text="Rhubarb remark")
    for person in (case.project.manager, make.someone("chief-of-mission", "UG")):
        page = as_(person).get(case.get_absolute_url()).content.decode()
        assert "Rhubarb remark" not in page
        assert "Clearance answered" not in page
        assert "Palaver pay" not in page
    assert "Rhubarb remark" in as_(make.someone("lead")).get(case.get_absolute_url()).content.decode()
    assert "Rhubarb remark" in as_(make.head()).get(case.get_absolute_url()).content.decode()


def test_only_the_person_asked_answers_and_only_once(case):
    clearance = ask(case)
    with pytest.raises(access.Refused, match="somebody else"):
        actions.give_clearance(
            clearance, by=make.adviser(), outcome="cleared", text="", seen=clearance.submission.sha256
        )
    give(clearance)
    with pytest.raises(access.Refused, match="given your word"):
        give(clearance, outcome="withheld", text="No.")


def test_word_that_is_not_plain_yes_has_its_reason(case):
    with pytest.raises(access.Unmet, match="why it is not cleared"):
        give(ask(case), outcome="withheld", text=" ")


def test_word_on_a_version_that_was_not_read_is_refused_with_the_text_kept(case):
    with pytest.raises(access.Moved) as problem:
        give(ask(case), outcome="remarks", text="Mind the border.", seen="0" * 64)
    assert "Mind the border." in problem.value.kept.values()


def test_adviser_with_a_tie_to_the_project_is_not_offered(case, as_):
    neighbour = make.adviser(name="Neighbour of the project")
    make.posting(neighbour, role="staff", office="UG")
    page = as_(make.someone("lead")).get(f"/cases/{case.ref}/clearances/ask/").content.decode()
    assert "Neighbour of the project" not in page
    with pytest.raises(access.Unmet, match="has a tie"):
        ask(case, neighbour)


def test_only_the_lead_asks(case):
    with pytest.raises(access.Refused):
        actions.ask_clearance(case, make.adviser(), by=make.someone("trd-reviewer"), kind="legal")
    with pytest.raises(access.Unmet, match="no adviser"):
        ask(case, make.reviewer())


def test_given_word_stands_in_the_database(case):
    give(ask(case))
    for statement in (
        "UPDATE endorsement_clearance SET outcome = 'withheld', text = 'x'",
        "DELETE FROM endorsement_clearance",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_every_kind_is_somebodys_to_ask_for():
    table = clearances.TRIGGERS.values()
    named = {kind for codes in table for kinds in codes.values() for kind in kinds}
    assert named | {ClearanceKind.RISK} == set(ClearanceKind)
