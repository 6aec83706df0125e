"""Threads: suggested words, names in comments, orphans, verdicts, the matrix of responses."""

import re

import pytest
from django.urls import reverse

from endorsement import actions, showing
from endorsement.models import Case, Comment, Thread
from endorsement.workflow import Status
from projects.models import Project
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications.models import Notice
from tests import make

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def url(name, case, *more):
    return reverse(f"endorsement:{name}", args=[case.ref, *more])


def test_accepted_words_take_the_place_of_the_quoted_ones_and_answer_the_thread(outbox):
    comment = make.suggested(make.case(Status.REVIEW))
    case, start = comment.thread.case, len(outbox)
    manager = case.project.manager

    actions.accept_suggestion(comment, by=manager)

    project = Project.objects.get(pk=case.project_id)
    assert project.summary == "Shopkeepers and apprentices settle disputes together."
    thread = Thread.objects.get(pk=comment.thread_id)
    comment.refresh_from_db()
    assert (thread.state, comment.accepted_by) == ("answered", manager)
    assert trail.of(case).last().verb == "endorsement.suggestion_accepted"
    assert {kind for kind, _person in outbox.rows()[start:]} == {"endorsement.answered"}
    actions.resubmit(case, by=manager)
    assert Case.objects.get().status == Status.REVIEW


def test_words_without_a_quote_replace_the_whole_field():
    comment = make.suggested(make.case(Status.REVIEW), quoted="", suggested_text="All new.")

    actions.accept_suggestion(comment, by=comment.thread.case.project.manager)

    assert Project.objects.get(pk=comment.thread.case.project_id).summary == "All new."


@pytest.mark.parametrize("quoted", [make.WORDS, ""])
def test_words_somebody_changed_meanwhile_are_never_overwritten(quoted):
    comment = make.suggested(make.case(Status.REVIEW), quoted=quoted)
    Project.objects.filter(pk=comment.thread.case.project_id).update(summary="Fishers meet.")

    with pytest.raises(access.Unmet, match="by hand"):
        actions.accept_suggestion(comment, by=comment.thread.case.project.manager)

    assert Project.objects.get(pk=comment.thread.case.project_id).summary == "Fishers meet."
    comment.refresh_from_db()
    assert comment.accepted_at is None and comment.thread.comments.count() == 1


def test_who_accepts_when_and_only_once():
    case = make.case(Status.REVIEW)
    early = make.suggestion(case)
    early.thread.case = Case.objects.get(pk=case.pk)
    with pytest.raises(access.Refused, match="while the case is returned"):
        actions.accept_suggestion(early, by=case.project.manager)
    actions.send_to_mission(case, by=case.lead, sections=["results"], due_on=make.soon())
    early = Comment.objects.select_related("thread__case__project").get(pk=early.pk)
    with pytest.raises(access.Refused, match="not among the sections"):
        actions.accept_suggestion(early, by=case.project.manager)
    with pytest.raises(access.Refused, match="Only the project's team"):
        actions.accept_suggestion(early, by=case.lead)


def test_a_second_press_changes_nothing():
    comment = make.suggested(make.case(Status.REVIEW))
    manager = comment.thread.case.project.manager
    actions.accept_suggestion(comment, by=manager)

    with pytest.raises(access.Refused, match="accepted already"):
        actions.accept_suggestion(comment, by=manager)

    assert comment.thread.comments.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"audience": "internal", "is_response_required": False},
        {"section": "", "field": "", "quoted": ""},
        {"section": "overview", "field": "countries", "quoted": ""},
    ],
)
def test_words_are_suggested_for_texts_the_mission_reads(fields):
    with pytest.raises(access.Unmet, match="Words are suggested for a text"):
        make.suggestion(make.case(Status.REVIEW), **fields)


def test_the_author_accepts_on_the_page_and_a_retry_gives_the_same_answer(as_):
    comment = make.suggested(make.case(Status.REVIEW))
    case = comment.thread.case
    officer = as_(case.project.manager)

    page = text_of(officer.get(url("case-answer", case)))
    assert "Shopkeepers and apprentices" in page and "Accept these words" in page
    key = {"once": "6f8f1b0e-6a52-4b0c-9d2b-2f8b5a7c9e01"}
    first = officer.post(url("suggestion-accept", case, comment.pk), key)
    again = officer.post(url("suggestion-accept", case, comment.pk), key)

    assert first.status_code == again.status_code == 302
    assert comment.thread.comments.count() == 2
    page = text_of(officer.get(url("case-answer", case)))
    assert "Accept these words" not in page and "Accepted" in page


def test_a_refusal_to_overwrite_is_one_sentence_on_the_page(as_):
    comment = make.suggested(make.case(Status.REVIEW))
    case = comment.thread.case
    Project.objects.filter(pk=case.project_id).update(summary="Fishers meet.")

    response = as_(case.project.manager).post(url("suggestion-accept", case, comment.pk), follow=True)

    assert "put them in by hand" in text_of(response)


def test_headquarters_reads_the_suggestion_and_has_no_button_for_it(as_):
    comment = make.suggested(make.case(Status.REVIEW))
    page = text_of(as_(comment.thread.case.lead).get(comment.thread.case.get_absolute_url()))

    assert "Shopkeepers and apprentices" in page and "Accept these words" not in page


# Names in comments.


def test_a_person_named_is_told_once_and_others_as_before(outbox):
    case = make.case(Status.REVIEW)
    reviewer, start = make.someone("trd-reviewer"), len(outbox)

    actions.comment(case, by=case.lead, text="Look.", mentions=[reviewer])

    told = [kind for kind, person in outbox.rows()[start:] if person == reviewer]
    assert told == ["endorsement.mentioned"]


def test_who_does_not_read_the_thread_cannot_be_named():
    case = make.case(Status.REVIEW)
    manager = case.project.manager

    assert manager in actions.mentionable(case, by=case.lead, audience="everyone")
    assert manager not in actions.mentionable(case, by=case.lead, audience="internal")
    with pytest.raises(access.Unmet, match="does not read this thread"):
        actions.comment(case, by=case.lead, text="x", audience="internal", mentions=[manager])
    with pytest.raises(access.Unmet, match="Choose people from the list") as problem:
        actions.comment(case, by=case.lead, text="x", mentions=[make.officer("NG", name="Canary Person")])
    assert "Canary" not in str(problem.value)


def test_the_field_is_offered_nobody_of_headquarters_it_does_not_know(as_):
    case = make.returned(make.case(Status.REVIEW))
    reviewer, lead = make.someone("trd-reviewer"), case.lead
    thread = case.threads.get()

    offered = actions.mentionable(case, by=case.project.manager, audience="everyone")

    assert lead in offered and reviewer not in offered
    page = text_of(as_(case.project.manager).get(url("thread-reply", case, thread.pk)))
    assert lead.name in page and reviewer.name not in page
    with pytest.raises(access.Unmet, match="Choose people from the list"):
        actions.reply(thread, by=case.project.manager, text="x", mentions=[reviewer])


@pytest.mark.parametrize("tie", ["recused", "own_office"])
def test_who_has_a_tie_is_not_offered(tie):
    case = make.case(Status.REVIEW)
    person = make.someone("trd-reviewer")
    if tie == "recused":
        actions.recuse(case, person, by=person, reason="A friend.")
    else:
        make.posting(person, role="staff", office="UG")

    assert person not in actions.mentionable(Case.objects.get(), by=case.lead, audience="everyone")


def test_whom_a_comment_names_is_not_told_to_the_field(as_):
    case = make.case(Status.REVIEW)
    reviewer = make.someone("trd-reviewer")
    actions.comment(case, by=case.lead, text="See here.", mentions=[reviewer])

    assert reviewer.name in text_of(as_(case.lead).get(case.get_absolute_url()))
    for reader in (case.project.manager, make.specialist("NBO")):
        page = text_of(as_(reader).get(case.get_absolute_url()))
        assert "See here." in page and reviewer.name not in page


def test_mentions_are_ticked_on_the_page_without_a_script(as_):
    case = make.case(Status.REVIEW)
    reviewer = make.someone("trd-reviewer")
    client = as_(case.lead)

    place = f"{url('case-comment', case)}?section=overview&field=summary"
    assert reviewer.name in text_of(client.get(place))
    typed = {"text": "Look here.", "audience": "everyone", "mentions": [reviewer.pk]}
    assert client.post(place, typed).status_code == 302
    assert Notice.objects.filter(recipient=reviewer, kind="endorsement.mentioned").count() == 1


# Orphans, verdicts, the matrix.


def test_an_orphan_is_shown_with_the_words_it_was_written_on(as_):
    case = make.returned(make.case(Status.REVIEW))
    thread = case.threads.get()
    Thread.objects.filter(pk=thread.pk).update(field="gone", is_orphan=True)
    row = next(row for row in showing.threads(case, case.lead) if row.pk == thread.pk)
    assert row.old_words == ""
    Thread.objects.filter(pk=thread.pk).update(field="summary")

    row = next(row for row in showing.threads(case, case.lead) if row.pk == thread.pk)

    assert row.old_words == "Traders and young people settle disputes together."
    assert "What stood here" in text_of(as_(case.lead).get(case.get_absolute_url()))


def test_a_thread_is_resolved_with_a_word_on_how(as_):
    case = make.case(Status.REVIEW)
    thread = make.question(case)
    lead = as_(case.lead)

    assert "Why here?" in text_of(lead.get(url("thread-resolve", case, thread.pk)))
    assert lead.post(url("thread-resolve", case, thread.pk), {"verdict": "Shown by the survey."}).status_code == 302

    assert Thread.objects.get().verdict == "Shown by the survey."
    assert "Shown by the survey." in text_of(as_(case.project.manager).get(case.get_absolute_url()))
    again = lead.get(url("thread-resolve", case, thread.pk))
    assert again.status_code == 403 and "This thread is resolved." in text_of(again)


def answered_case():
    case = make.returned(make.case(Status.REVIEW))
    manager, thread = case.project.manager, case.threads.get()
    Project.objects.filter(pk=case.project_id).update(summary="Shopkeepers settle disputes together.")
    actions.reply(thread, by=manager, text="Named as they are.")
    actions.resubmit(case, by=manager)
    case = Case.objects.get(pk=case.pk)
    actions.resolve(thread, by=case.lead, verdict="Now it is clear.")
    actions.comment(case, by=case.lead, text="canary8 between us", audience="internal")
    return case


def test_the_matrix_has_comment_answer_changed_words_and_verdict(as_):
    case = answered_case()

    page = text_of(as_(case.lead).get(url("case-responses", case)))

    for words in ("Why here?", "Named as they are.", "Now it is clear.", "canary8 between us", "<del"):
        assert words in page
    assert "Shopkeepers" in page


def test_the_matrix_for_the_field_has_no_internal_thread(as_):
    case = answered_case()

    for_field = [as_(case.lead).get(url("case-responses", case) + "?field")]
    for_field += [as_(person).get(url("case-responses", case)) for person in (case.project.manager, make.chief("UG"))]

    for response in for_field:
        assert response.status_code == 200
        assert "Why here?" in text_of(response) and "canary8" not in text_of(response)
    assert "With internal comments" not in text_of(for_field[1])


def test_the_matrix_costs_the_same_however_many_questions(as_, django_assert_max_num_queries):
    case = answered_case()
    lead = as_(case.lead)
    from tests.endorsement.test_costs import queries

    costs = []
    for more in (1, 20):
        for n in range(more):
            make.question(case, text=f"Why {n}?")
        costs.append(queries(lambda: lead.get(url("case-responses", case))))

    assert costs[0] == costs[1] <= 30


# Reviews on the next version.


def next_version(case):
    """Returned with a question, answered, resubmitted: version 2, of which every reviewer owes a review."""
    make.question(case)
    actions.send_to_mission(case, by=case.lead, sections=["overview"], due_on=make.soon())
    actions.reply(case.threads.last(), by=case.project.manager, text="It stays.", is_unchanged_explained=True)
    return actions.resubmit(Case.objects.get(pk=case.pk), by=case.project.manager)


def test_a_review_is_carried_to_the_next_version_in_one_step(as_):
    make.term("review-questions", "WHO", "Who")
    case = make.case(Status.REVIEW)
    reviewer = make.someone("trd-reviewer")
    said = {"answers": {"WHO": {"score": 2, "text": "Fine."}}, "recommendation": "endorse", "text": "Sound."}
    actions.give_review(case, by=reviewer, seen=case.current_submission.sha256, **said)
    case = next_version(case)
    page = text_of(as_(case.lead).get(case.get_absolute_url()))
    assert "an older version" in page
    client = as_(reviewer)
    assert "My review still holds" in text_of(client.get(url("case-review", case)))

    sent = client.post(url("review-carry", case), {"seen": case.current_submission.sha256})

    assert sent.status_code == 302
    page = text_of(as_(case.lead).get(case.get_absolute_url()))
    assert "carried over from version 1 as it stood" in page and "2 / 3" in page
    with pytest.raises(access.Moved):
        actions.carry_review(case, by=reviewer, seen=case.current_submission.sha256)


def test_a_review_is_carried_only_to_the_version_that_was_on_the_page():
    case = make.reviewed(make.case(Status.REVIEW))
    first = case.current_submission.sha256
    case = next_version(case)

    with pytest.raises(access.Moved):
        actions.carry_review(case, by=make.someone("trd-reviewer"), seen=first)


def test_a_review_begun_anew_is_not_overwritten_by_the_old_one():
    case = make.reviewed(make.case(Status.REVIEW))
    case, reviewer = next_version(case), make.someone("trd-reviewer")
    actions.keep_review(case, by=reviewer, answers={}, recommendation="", text="New thoughts.")

    with pytest.raises(access.Unmet, match="begun a new review"):
        actions.carry_review(case, by=reviewer, seen=case.current_submission.sha256)


def test_nothing_is_carried_where_nothing_was_given():
    case = make.case(Status.REVIEW)
    with pytest.raises(access.Unmet, match="not reviewed any version"):
        actions.carry_review(case, by=make.someone("trd-reviewer"), seen=case.current_submission.sha256)


def test_who_owes_a_review_reads_no_vote_of_this_version_in_any_door(as_):
    from endorsement.models import Review

    case = make.case(Status.SCREENING)
    lead, one, two = make.someone("lead"), make.reviewer(), make.reviewer()
    ready = {"is_scope_confirmed": True, "has_asked_about_conflicts": True}
    case = actions.start_review(case, by=lead, lead=lead, reviewers=[one, two, lead], **ready)
    for person in (one, two, lead):
        actions.declare(case, by=person, is_free=True)
    seen = case.current_submission.sha256
    actions.give_review(case, by=one, answers={}, recommendation="refuse", text="canary9", seen=seen)

    for owing in (two, lead):
        assert not Review.objects.visible_to(owing).filter(assignment__reviewer=one).exists()
        pages = ["case-detail", "case-responses", "case-review"] + (["case-conclude"] if owing == lead else [])
        for page in pages:
            answer = text_of(as_(owing).get(url(page, case)))
            assert "canary9" not in answer and f"{one.name}: Do not endorse" not in answer
    assert not Notice.objects.filter(facts__icontains="refuse").exists()
    actions.give_review(case, by=two, answers={}, recommendation="endorse", text="Fine.", seen=seen)
    assert "canary9" in text_of(as_(two).get(url("case-detail", case)))


def test_a_late_reviewer_who_has_written_reads_the_reviews_of_earlier_versions():
    from endorsement.models import Review

    case = make.reviewed(make.case(Status.REVIEW))
    case, late = next_version(case), make.reviewer()
    actions.assign(case, late, by=case.lead, part="reviewer")
    actions.declare(case, by=late, is_free=True)
    assert not Review.objects.visible_to(late).exists()

    make.reviewed(case, by=late)

    assert Review.objects.visible_to(late).filter(submission__number=1).exists()


def test_a_comment_on_the_whole_case_is_asked_for_no_quotation(as_):
    case = make.case(Status.REVIEW)
    page = reverse("endorsement:case-comment", args=[case.ref])
    client = as_(case.lead)
    assert 'name="quoted"' not in client.get(page).content.decode()
    assert 'name="quoted"' in client.get(f"{page}?section=overview&field=summary").content.decode()
