"""Rules of the ledger at their edges: who may, what is said twice, what rows are called."""

from django.utils import timezone
from pytest import mark

from knowledge import actions, permissions
from knowledge.models import FeedbackComment, FeedbackGiven, FeedbackRating
from pvehub.audit import trail
from tests import make

pytestmark = mark.django_db


def test_a_meeting_is_called_off_once_and_far_ahead_of_one_nobody_is_asked_to_prepare():
    by = make.organizer()
    meeting = make.meeting(by, days=90)
    assert actions.remind_preparation(meeting, now=timezone.now()) is False

    actions.call_off(meeting, by=by, why="The hall is closed.")
    again = actions.call_off(meeting, by=by, why="Another reason.")
    assert again.called_off_why == "The hall is closed."
    assert [event.verb for event in trail.of(meeting)].count("knowledge.meeting_called_off") == 1


def test_a_curator_answers_an_evaluation_and_who_does_not_answer_promises_nothing():
    row = make.recommendation(make.evaluation())
    assert permissions.why_not_respond(make.curator(), row.resource) is None
    said = "Its authors, the heads of its office and its curators answer its recommendations."
    assert permissions.why_not_promise(make.outsider(), row) == said
    assert (
        permissions.why_not_respond(make.curator(), make.resource()) == "Only evaluations have a management response."
    )


def test_rows_are_called_by_what_was_written_and_answers_by_nobody():
    officer, by = make.officer("UG"), make.organizer()
    held = make.meeting(by, offices=(make.office("UG"),), agenda="What was asked of us")
    make.feedback(held, officer, text="More of it.")
    topic = actions.suggest_topic(make.meeting(by, days=40, offices=(make.office("UG"),)), by=officer, text="Time")
    promise = make.promise(make.recommendation(held, "Say what it is."), text="Say it")

    assert (str(topic), str(promise), promise.notice_title()) == ("Time", "Say it", "Say it")
    assert (str(held), held.notice_title()) == (held.title, held.title)
    assert str(FeedbackGiven.objects.get()) == f"{held.pk}: {officer.pk}"
    assert sorted(str(row) for row in FeedbackRating.objects.all()) == ["constructive: 4", "pertinent: 5"]
    assert str(FeedbackComment.objects.get()) == "More of it."
    assert str(promise.recommendation) == "1. Say what it is."
