"""Words that are typed and not sent yet: kept field by field, two texts where two were typed, gone once they are sent."""

import re
import uuid

import pytest
from django.db import transaction
from django.urls import reverse

from endorsement import actions
from endorsement.actions.moving import locked
from endorsement.models import Draft
from endorsement.workflow import Status
from tests import make
from tests.machinery.together import at_once

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def url(name, case, *more):
    return reverse(f"endorsement:{name}", args=[case.ref, *more])


@pytest.fixture
def case():
    return make.case(Status.DECISION)


@pytest.fixture
def head(case):
    return make.someone("trd-head")


def keep(client, case, form, **data):
    return client.post(url("case-words", case, form), data)


def test_each_field_is_kept_by_the_script_and_filled_in_again(case, head, as_):
    client = as_(head)

    first = keep(client, case, "decide", field="endorse-rationale", text="Half a thought", revision="")
    keep(client, case, "decide", field="conditions-1-text", text="Hire somebody.", revision="")
    again = keep(client, case, "decide", field="endorse-rationale", text="A thought", revision=first.json()["revision"])

    assert first.status_code == again.status_code == 200 and first.json()["saved_at"]
    page = text_of(client.get(url("case-decide", case)))
    assert "A thought" in page and "Hire somebody." in page and "Half a thought" not in page
    assert 'name="conditions-1-text"' in page
    assert "A thought" not in text_of(as_(make.head()).get(url("case-decide", case)))


def test_the_same_field_on_two_pages_keeps_both_texts(case, head, as_):
    client = as_(head)
    keep(client, case, "decide", field="endorse-rationale", text="On the first page", revision="")

    second = keep(client, case, "decide", field="endorse-rationale", text="On the second page", revision="")

    assert second.status_code == 409
    page = text_of(client.get(url("case-decide", case)))
    assert "On the first page" in page and "On the second page" in page


def test_the_button_keeps_the_whole_form_without_a_script(case, head, as_):
    client = as_(head)
    typed = {
        "endorse-rationale": "My reasons.",
        "endorse-seen": case.current_submission.sha256,
        "conditions-TOTAL_FORMS": "3",
        "conditions-0-text": "Hire.",
        "once": str(uuid.uuid4()),
    }

    sent = keep(client, case, "decide", **typed)

    assert sent.headers["Location"] == url("case-decide", case)
    assert Draft.objects.get().words == {"endorse-rationale": "My reasons.", "conditions-0-text": "Hire."}
    page = text_of(client.get(url("case-decide", case)))
    assert "My reasons." in page and "Hire." in page and 'formaction="' in page


def test_the_draft_ends_with_the_decision(case, head, as_):
    keep(as_(head), case, "decide", field="endorse-rationale", text="x", revision="")

    actions.endorse(case, by=head, seen=case.current_submission.sha256, **make.SAID)

    assert not Draft.objects.exists()


def test_conditions_typed_into_a_decision_that_came_too_late_are_kept(case, head, as_):
    typed = {
        "endorse-rationale": "Mine.",
        "endorse-risk_statement": "Low.",
        "endorse-seen": "0" * 64,
        "conditions-TOTAL_FORMS": "1",
        "conditions-INITIAL_FORMS": "0",
        "conditions-0-text": "Hire.",
        "conditions-0-when": "before_start",
        "conditions-0-owner": str(case.project.manager_id),
        "conditions-0-evidence": "Contract",
    }
    client = as_(head)

    assert client.post(url("case-endorse", case), typed).status_code == 409

    page = text_of(client.get(url("case-decide", case)))
    assert "Mine." in page and "Hire." in page and "Contract" in page


def test_who_may_keep_words_in_which_form(case, head, as_):
    officer, reviewer = as_(case.project.manager), as_(make.someone("trd-reviewer"))

    assert keep(officer, case, "decide", field="endorse-rationale", text="x").status_code == 403
    assert keep(officer, case, "propose", field="rationale", text="x").status_code == 403
    assert keep(officer, case, "review", field="text", text="x").status_code == 403
    assert keep(reviewer, case, "review", field="text", text="x").status_code == 200
    assert keep(reviewer, case, "nothing", field="text", text="x").status_code == 400
    assert keep(reviewer, case, "review", field="seen", text="x").status_code == 400
    assert keep(as_(make.officer("NG")), case, "comment", field="text", text="x").status_code == 404


def test_a_review_a_comment_and_an_answer_are_kept_and_end_when_they_are_sent(as_):
    case = make.case(Status.REVIEW)
    reviewer, lead = make.someone("trd-reviewer"), case.lead
    keep(as_(reviewer), case, "review", field="text", text="Half a review", revision="")
    keep(as_(lead), case, "comment-overview-summary", field="text", text="Half a comment", revision="")
    assert "Half a review" in text_of(as_(reviewer).get(url("case-review", case)))
    place = url("case-comment", case) + "?section=overview&field=summary"
    assert "Half a comment" in text_of(as_(lead).get(place))

    make.reviewed(case)
    thread = make.question(case)
    assert not Draft.objects.exists()
    keep(as_(lead), case, f"reply-{thread.pk}", field="text", text="Half an answer", revision="")
    assert "Half an answer" in text_of(as_(lead).get(url("thread-reply", case, thread.pk)))
    actions.reply(thread, by=lead, text="Done.")
    assert not Draft.objects.exists()


def test_a_review_sent_while_another_version_came_is_not_lost(as_):
    case = make.case(Status.REVIEW)
    reviewer = as_(make.someone("trd-reviewer"))
    keep(reviewer, case, "review", field="text", text="Long words", revision="")
    sent = {"send": "1", "seen": "0" * 64, "text": "Long words", "recommendation": "endorse"}

    assert reviewer.post(url("case-review", case), sent).status_code == 409

    assert "Long words" in text_of(reviewer.get(url("case-review", case)))


@pytest.mark.django_db(transaction=True)
def test_a_field_that_is_kept_while_its_form_is_sent_is_no_fault():
    case = make.case(Status.DECISION)
    head = make.someone("trd-head")
    for _round in range(30):
        actions.keep_words(case, "decide", by=head, words={"reason": "Half a"})

        def keep():
            return actions.keep_word(case, "decide", by=head, name="reason", text="Half a word", seen="")

        def send():
            return actions.let_go(case, "decide", by=head)

        results = at_once(keep, send, keep, send)
        assert not [result for result in results if isinstance(result, Exception)]
        assert Draft.objects.filter(case=case, author=head, form="decide").count() <= 1


@pytest.mark.django_db(transaction=True)
def test_keeping_a_field_and_deciding_on_the_case_do_not_wait_for_each_other():
    case = make.case(Status.DECISION)
    head = make.someone("trd-head")

    def keep():
        return actions.keep_word(case, "decide", by=head, name="reason", text="Half a word", seen="")

    @transaction.atomic
    def decide():
        held = locked(case)
        actions.keep_words(held, "decide", by=head, words={"reason": "Half a"})

    for _round in range(20):
        actions.let_go(case, "decide", by=head)
        assert not [result for result in at_once(keep, decide, keep) if isinstance(result, Exception)]
