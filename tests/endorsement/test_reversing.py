"""Out of scope by two persons; a decision recalled within a day; a refusal reopened once, one level up."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from endorsement import actions, permissions
from endorsement.models import Condition, Decision, Reversal, ScopeFinding
from endorsement.workflow import Status
from pvehub import access
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db

WHY = {"rationale": "Weak.", "reason": "evidence", "what_would_change": "A survey."}


def letter_says(client, case):
    letter = case.decisions.order_by("pk").first().letter
    return client.get(f"/check/{letter.verification_code}/").content.decode()


@pytest.fixture
def head():
    return make.someone("trd-head")


def test_recalled_decision_takes_letter_conditions_and_the_endorsed_content_with_it(client, head):
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    case.project.refresh_from_db()
    assert case.project.is_published

    case = actions.recall(case, by=head, reason="The wrong annex was read.")

    case.project.refresh_from_db()
    assert case.status == Status.DECISION
    assert case.project.status == "in_endorsement"
    assert case.project.endorsed_content is None
    assert not Condition.objects.of_case(case).exists()
    assert "Recalled: no longer valid" in letter_says(client, case)
    assert trail.of(case).last().note == "The wrong annex was read."


def test_what_was_recalled_can_be_decided_again_on_the_same_version(client, head):
    case = make.case(Status.ENDORSED)
    case = actions.recall(case, by=head, reason="Too early.")

    decision = actions.refuse(case, by=head, seen=case.current_submission.sha256, **WHY)

    assert decision.case.status == Status.NOT_ENDORSED
    assert decision.letter.state == "Valid: not endorsed"
    assert "Recalled: no longer valid" in letter_says(client, case)


def test_only_who_decided_recalls(head):
    case = make.case(Status.ENDORSED)
    for person in (make.head(), make.user("doe-director", "HQ"), case.project.manager):
        with pytest.raises(access.Refused, match="Only who decided"):
            actions.recall(case, by=person, reason="x")


def test_after_a_day_nothing_is_recalled(head):
    case = make.case(Status.ENDORSED)
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        with pytest.raises(access.Unmet, match="within 24 hours"):
            actions.recall(case, by=head, reason="x")
    assert not Reversal.objects.exists()


def test_letter_in_the_hands_of_the_field_is_not_recalled(head, as_):
    case = make.case(Status.ENDORSED)
    letter = case.decisions.get().letter
    assert as_(head).get(f"/cases/{case.ref}/letters/{letter.pk}/").status_code == 200
    assert permissions.last_decision(case) == letter.decision
    as_(case.project.manager).get(f"/cases/{case.ref}/letters/{letter.pk}/")

    with pytest.raises(access.Unmet, match="downloaded the letter"):
        actions.recall(case, by=head, reason="x")

    case.refresh_from_db()
    assert case.status == Status.ENDORSED


def test_download_by_headquarters_keeps_nobody_from_recalling(head, as_):
    case = make.case(Status.ENDORSED)
    as_(head).get(f"/cases/{case.ref}/letters/{case.decisions.get().letter.pk}/")

    assert actions.recall(case, by=head, reason="x").status == Status.DECISION


def test_project_that_has_begun_is_not_recalled(head):
    case = make.case(Status.ENDORSED)
    actions.activate(case.project, by=case.project.manager)

    with pytest.raises(access.Unmet, match="Active"):
        actions.recall(case, by=head, reason="x")


def test_refusal_is_reopened_for_the_seat_above(head):
    case = make.case(Status.NOT_ENDORSED)
    director = make.user("doe-director", "HQ")

    case = actions.reopen(case, by=head, reason="The survey exists.")

    assert case.status == Status.DECISION
    assert permissions.seat(case) == "doe-director"
    assert "one level up" in permissions.why_not_decide(head, case)
    assert permissions.why_not_decide(director, case) is None
    assert case in type(case).objects.awaiting(director)
    assert case not in type(case).objects.awaiting(head)
    decision = actions.endorse(case, by=director, seen=case.current_submission.sha256, **make.SAID)
    assert decision.seat == "doe-director"


def test_case_is_reopened_once():
    director = make.user("doe-director", "HQ")
    case = actions.reopen(make.case(Status.NOT_ENDORSED), by=director, reason="Grounds.")
    refused = actions.refuse(case, by=director, seen=case.current_submission.sha256, **WHY).case

    with pytest.raises(access.Unmet, match="reopened once"):
        actions.reopen(refused, by=director, reason="Again.")


def test_refusal_by_the_director_of_doe_goes_to_the_director_generals_office():
    case = make.case(Status.DECISION)
    director, above = make.user("doe-director", "HQ"), make.user("dg-office", "HQ")
    make.put(case, Status.DECISION, raised_to="doe-director")
    case = actions.refuse(case, by=director, seen=case.current_submission.sha256, **WHY).case
    make.put(case, Status.NOT_ENDORSED, raised_to="")

    case = actions.reopen(case, by=director, reason="Grounds.")

    assert permissions.seat(case) == "dg-office"
    assert permissions.why_not_decide(director, case) is not None
    assert permissions.why_not_decide(above, case) is None


def test_case_raised_to_the_director_generals_office_is_read_and_decided_there():
    case = make.case(Status.NOT_ENDORSED)
    above = make.user("dg-office", "HQ")
    other = make.case(Status.NOT_ENDORSED)
    make.put(case, Status.DECISION, raised_to="dg-office")

    assert list(type(case).objects.visible_to(above)) == [case]
    assert list(type(case).objects.awaiting(above)) == [case]
    assert permissions.why_not_decide(above, case) is None
    assert other not in type(case).objects.visible_to(above)


def test_after_thirty_days_a_refusal_stands(head):
    case = make.case(Status.NOT_ENDORSED)
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        with pytest.raises(access.Unmet, match="within 30 days"):
            actions.reopen(case, by=head, reason="x")


def test_head_of_the_mission_asks_once_and_both_seats_hear_of_it(outbox, head):
    case = make.case(Status.NOT_ENDORSED)
    chief, director = make.someone("chief-of-mission", "UG"), make.user("doe-director", "HQ")
    start = len(outbox)

    actions.ask_to_reopen(case, by=chief, grounds="The survey was attached.")

    assert {(kind, who) for kind, who in outbox.rows()[start:]} == {
        ("endorsement.reopening_asked", head),
        ("endorsement.reopening_asked", director),
    }
    with pytest.raises(access.Unmet, match="asked for already"):
        actions.ask_to_reopen(case, by=chief, grounds="Again.")
    with pytest.raises(access.Refused, match="head of the lead office"):
        actions.ask_to_reopen(case, by=case.project.manager, grounds="x")


def test_one_reviewer_alone_moves_nothing():
    case = make.case(Status.SCREENING)
    finding = make.out_of_scope(case)

    with pytest.raises(access.Refused, match="second person"):
        actions.confirm_out_of_scope(finding, by=finding.found_by)

    case.refresh_from_db()
    assert case.status == Status.SCREENING


def test_two_reviewers_end_it_with_a_letter_of_no_objection(client):
    case = make.case(Status.SCREENING)
    finding = make.out_of_scope(case)

    case = actions.confirm_out_of_scope(finding, by=make.someone("trd-reviewer"))

    decision = case.decisions.get()
    assert (case.status, decision.outcome) == (Status.NOT_REQUIRED, Decision.Outcome.NOT_REQUIRED)
    assert decision.rationale == "A road, and nothing else."
    assert "no objection" in letter_says(client, case)
    assert actions.activate(case.project, by=case.project.manager).status == "active"


@pytest.mark.parametrize("classed", ["specific", "relevant"])
def test_what_is_classed_as_work_on_violent_extremism_is_never_out_of_scope(classed):
    case = make.case(Status.SCREENING)
    type(case.project).objects.filter(pk=case.project_id).update(classification=classed)

    with pytest.raises(access.Unmet, match="not out of scope"):
        actions.find_out_of_scope(case, by=make.someone("lead"), reason="x")


def test_class_that_changed_between_the_two_words_stops_the_second():
    finding = make.out_of_scope(make.case(Status.SCREENING))
    type(finding.case.project).objects.filter(pk=finding.case.project_id).update(classification="relevant")

    with pytest.raises(access.Unmet, match="not out of scope"):
        actions.confirm_out_of_scope(finding, by=make.someone("trd-reviewer"))


def test_case_kept_in_scope_can_be_found_out_of_scope_anew():
    case = make.case(Status.SCREENING)
    finding = make.out_of_scope(case)
    actions.keep_in_scope(finding, by=make.someone("trd-reviewer"), answer="The youth centre is part of it.")

    with pytest.raises(access.Moved, match="meanwhile"):
        actions.confirm_out_of_scope(finding, by=make.someone("trd-reviewer"))
    assert make.out_of_scope(case).is_confirmed is None
    assert ScopeFinding.objects.count() == 2


def test_answered_finding_and_reversal_stand_in_the_database(head):
    case = make.case(Status.SCREENING)
    actions.keep_in_scope(make.out_of_scope(case), by=make.someone("trd-reviewer"), answer="No.")
    actions.recall(make.case(Status.ENDORSED), by=head, reason="x")
    for statement in (
        "UPDATE endorsement_scopefinding SET answer = 'yes'",
        "DELETE FROM endorsement_scopefinding",
        "UPDATE endorsement_reversal SET reason = 'y'",
        "DELETE FROM endorsement_reversal",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_pages_ask_for_the_words_and_do_what_they_say(as_, head):
    case = make.case(Status.SCREENING)
    make.out_of_scope(case)
    second = as_(make.someone("trd-reviewer"))

    page = second.get(f"/cases/{case.ref}/out-of-scope/", follow=True)
    assert "A road, and nothing else." in page.content.decode()
    second.post(page.request["PATH_INFO"], {"word": "confirm", "answer": ""})

    case.refresh_from_db()
    assert case.status == Status.NOT_REQUIRED
    refused = make.case(Status.NOT_ENDORSED)
    assert (
        "Ask for it to be reopened"
        in as_(make.someone("chief-of-mission", "UG")).get(refused.get_absolute_url()).content.decode()
    )
    as_(head).post(f"/cases/{refused.ref}/reopen/", {"reason": "New evidence."})
    refused.refresh_from_db()
    assert refused.raised_to == "doe-director"
    endorsed = make.case(Status.ENDORSED)
    as_(head).post(f"/cases/{endorsed.ref}/recall/", {"reason": "Wrong annex."})
    endorsed.refresh_from_db()
    assert endorsed.status == Status.DECISION
