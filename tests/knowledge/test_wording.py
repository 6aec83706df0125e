"""Words while they are written, words that stay with a reason, and red lines that a curator judges."""

import re

import pytest
from django.urls import reverse

from knowledge import actions, inspecting
from knowledge.models import KeptWord
from pvehub import access
from tests import make

SPOKEN = {"public": "We support communities.", "community": "You decide whether you take part."}
pytestmark = pytest.mark.django_db

TEXT = "A counter-narrative on the radio"


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def posted(**fields):
    return {
        "words_in": ["title|Title", "summary|Summary"],
        "title": "",
        "summary": "",
        "words_to": "/knowledge/mine/",
    } | fields


def publish(resource, curator):
    return actions.publish(resource, by=curator, seen=make.waiting_hash(resource), checklist=make.TICKED)


def test_counter_narrative_in_a_draft_says_why_and_better_goes_on_and_reaches_the_reviewer(as_):
    curator = make.curator()
    resource = make.worded_resource(TEXT, state="draft", fields=make.COMPLETE)
    author = resource.created_by

    page = text_of(as_(author).get(reverse("knowledge:resource-submit", args=[resource.uid])))
    assert "counter-narrative" in page and "exposes staff and participants" in page
    assert "Better: alternative narrative; locally owned positive communication" in page

    actions.submit(resource, by=author)  # nothing is held back
    actions.claim(resource, by=curator)
    page = text_of(as_(curator).get(reverse("knowledge:curation-review", args=[resource.uid])))
    assert "“<bdi>counter-narrative</bdi>”" in page and "Waits for the curator’s word" in page
    assert "No reason was given." in page


def test_the_page_shows_each_hit_and_replaces_one_leaving_the_rest_untouched(as_):
    make.watched()
    client = as_(make.officer())
    url = reverse("knowledge:word-check")
    sent = posted(title="Counter-narrative, once", summary="An  enemy,\nand a counter-narrative.", other=["a", "b"])

    page = client.post(url, sent).content.decode()
    value = re.search(r'name="replace" value="(title:[^"]+)">Put “alternative narrative”', page)[1]
    again = client.post(url, sent | {"replace": value}).content.decode()

    assert page.count('name="other"') == 2 and 'formaction="/knowledge/mine/"' in page
    assert 'name="title" value="Alternative narrative, once"' in again
    assert "An  enemy,\nand a counter-narrative." in again
    assert (
        'name="title" value="Counter-narrative, once"'
        in client.post(url, sent | {"replace": "title:3:9:0"}).content.decode()
    )


def test_what_is_told_while_somebody_writes_is_a_fragment_and_keeps_nothing(as_):
    make.watched()
    line = make.red_line(terms=["counter-narrative"])
    answer = as_(make.officer()).post(
        reverse("knowledge:word-check"), posted(title=TEXT), headers={"HX-Request": "true"}
    )
    page = text_of(answer)
    assert "<html" not in page and "“<bdi>counter-narrative</bdi>” · Title" in page and line.get_absolute_url() in page
    assert not text_of(
        as_(make.officer()).post(reverse("knowledge:word-check"), posted(title="Radio"), headers={"HX-Request": "true"})
    ).strip()


def test_a_form_is_never_sent_on_to_another_host(as_):
    page = text_of(as_(make.officer()).post(reverse("knowledge:word-check"), posted(words_to="//evil.example/")))
    assert 'evil.example/">Go on' not in page and 'formaction="//' not in page


@pytest.mark.parametrize("words_in", [["title"], ["|"], ["none|None"], ["title|T\x00"]])
def test_whatever_a_form_sends_gets_an_answer(as_, words_in):
    assert as_(make.officer()).post(reverse("knowledge:word-check"), posted(words_in=words_in)).status_code == 200


def test_a_red_line_is_not_published_before_the_curator_says_that_it_may_stay(as_):
    curator = make.curator()
    resource = make.worded_resource(TEXT, state="in_curation", curator=curator, fields=make.COMPLETE)

    with pytest.raises(access.Unmet, match="is a red line"):
        publish(resource, curator)
    as_(curator).post(
        reverse("knowledge:word-judge", args=[resource.uid]),
        {"place": "title", "term": "counter-narrative", "ruling": "goes"},
    )
    with pytest.raises(access.Unmet, match="is a red line"):
        publish(resource, curator)
    actions.judge_word(resource, by=curator, place="title", term="counter-narrative", ruling="stays")
    assert publish(resource, curator).outcome == "published"


def test_the_authors_reason_is_read_by_the_curator_and_holds_for_these_words_alone(as_):
    curator = make.curator()
    resource = make.worded_resource(TEXT, state="draft", fields=make.COMPLETE)
    author = resource.created_by
    as_(author).post(
        reverse("knowledge:word-keep", args=[resource.uid]),
        {"place": "title", "term": "counter-narrative", "reason": "It is  the name of their forum."},
    )
    assert KeptWord.objects.get().reason == "It is the name of their forum."
    actions.submit(resource, by=author)
    actions.claim(resource, by=curator)
    review = reverse("knowledge:curation-review", args=[resource.uid])
    assert "It is the name of their forum." in text_of(as_(curator).get(review))

    with pytest.raises(access.Moved, match="no longer in the text"):
        actions.judge_word(resource, by=curator, place="summary", term="counter-narrative", ruling="stays")
    with pytest.raises(access.Refused):
        actions.judge_word(resource, by=author, place="title", term="counter-narrative", ruling="stays")


def test_a_new_reason_asks_for_a_new_ruling():
    curator = make.curator()
    resource = make.worded_resource(TEXT, state="in_curation", curator=curator, fields=make.COMPLETE)
    actions.judge_word(resource, by=curator, place="title", term="counter-narrative", ruling="stays")
    actions.request_changes(
        resource, by=curator, seen=make.waiting_hash(resource), checklist=make.TICKED, reason="Say why."
    )
    row = actions.keep_word(resource, by=resource.created_by, place="title", term="counter-narrative", reason="A name.")
    assert row.ruling == "" and row.judged_by is None
    with pytest.raises(access.Unmet, match="Say why"):
        actions.keep_word(resource, by=resource.created_by, place="title", term="counter-narrative", reason="")


def test_forms_of_projects_and_knowledge_carry_the_check(as_):
    project = make.complete_project()
    section = text_of(as_(project.manager).get(reverse("projects:project-section", args=[project.ref, "overview"])))
    lesson = text_of(as_(project.manager).get(reverse("knowledge:resource-new", args=["lesson"])))
    for page in (section, lesson):
        assert 'value="title|' in page and f'formaction="{reverse("knowledge:word-check")}"' in page
    assert 'value="language|' not in lesson


def test_words_that_are_named_to_be_avoided_or_forbidden_are_no_hits():
    avoided = make.worded_resource(
        "Talking of us", kind="message", fields=SPOKEN | {"avoid": "breeding ground\ncounter-narrative"}
    )
    clauses = "RED LINE No counter-narrative campaigns.\nMUST Run a counter-narrative campaign."
    forbidden = make.guidance(state="draft", fields={"clauses": clauses})

    hits = {made.kind: inspecting.words(made, made.revisions.get()) for made in (avoided, forbidden)}

    assert hits["message"] == []
    (hit, _label) = hits["guidance"][0]
    assert len(hits["guidance"]) == 1 and clauses[hit.start : hit.end] == hit.quoted
    assert hit.start > clauses.index("MUST")
