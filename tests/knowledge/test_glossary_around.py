"""What stands around a term: questions about it, texts that use it, who has to agree, how it is found and goes out."""

import csv
import io
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import actions
from knowledge.models import Discussion, GlossaryEntry
from tests import make

pytestmark = pytest.mark.django_db

LIST = "/knowledge/glossary/"
NEW = "/knowledge/discussions/new/"


def text_of(client, url):
    return client.get(url).content.decode()


def test_a_question_is_asked_about_a_term_and_stands_on_its_page_for_who_may_read_it(as_):
    entry, draft = make.glossary_term("kinship council"), make.glossary_term("canarydraft", field="")
    officer, far = make.officer("UG"), make.officer("NE")
    client = as_(officer)
    page = text_of(client, entry.get_absolute_url())
    assert "Ask about this term" in page
    ask = f"{reverse('knowledge:discussion-new')}?term={entry.pk}"
    assert ask in page and "kinship council" in text_of(client, ask)
    words = {"kind": "question", "title": "Who sits in it?", "text": "In the north.", "language": "en"}
    assert client.post(ask, words | {"own_tier": "0"}).status_code == 302
    made = Discussion.objects.get()
    assert made.term == entry.term and entry.get_absolute_url() in text_of(client, made.get_absolute_url())
    client.post(ask, words | {"title": "Near canaryseven", "own_tier": "1"})
    assert "Who sits in it?" in text_of(as_(far), entry.get_absolute_url())
    assert "canaryseven" in text_of(client, entry.get_absolute_url())
    assert "canaryseven" not in text_of(as_(far), entry.get_absolute_url())
    missing = [client.get(ask.replace(f"={entry.pk}", f"={pk}")) for pk in (draft.pk, 987654, "x")]
    assert {answer.status_code for answer in missing} == {404}
    with pytest.raises(Exception, match="published in the glossary"):
        actions.begin("question", by=officer, said=actions.Said("A", "B", "en"), place=actions.Anchor(term=draft.term))


def test_terms_open_in_the_summary_of_a_project_once_at_the_readers_level_within_its_queries(as_):
    make.glossary_term("kinship council", "A customary body.", "Elders who settle quarrels.")
    project = make.project(summary="A kinship council meets. The kinship council agrees.")
    client, url = as_(project.manager), reverse("projects:project-summary", args=[project.ref])
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        page = text_of(client, url)
    assert page.count('popovertarget="term-') == 1 and "Elders who settle quarrels." in page
    assert "A customary body." not in page and len(asked) <= 30
    assert "popovertarget" not in text_of(client, project.get_absolute_url()).partition("<main")[2]


def test_words_that_open_stay_on_paper():
    with open("static/css/hub.css", encoding="utf-8") as sheet:
        paper = sheet.read().partition("@media print {")[2]
    hidden = next(line for line in paper.splitlines() if "display: none !important" in line)
    assert "button:not([popovertarget^=term])" in hidden


def test_who_may_agree_a_proposed_term_finds_it_on_the_desk_until_it_is_agreed(as_):
    mine, other, officer = make.curator(), make.curator(), make.officer("UG")
    entry = make.glossary_term("kinship council", by=mine)
    people = {"mine": mine, "other": other, "officer": officer}

    def told():
        return {name for name, person in people.items() if GlossaryEntry.objects.to_agree(person).exists()}

    def desk(person):
        return text_of(as_(person), reverse("home"))

    assert told() == set()
    actions.propose_agreed(entry, by=mine)
    assert told() == {"other"} and entry.get_absolute_url() in desk(other)
    assert "Terms to agree" in desk(other) and "Terms to agree" not in desk(officer)
    objection = make.term_comment(entry, by=officer, is_objection=True)
    assert told() == set()
    actions.answer_comment(objection, by=other, text="It stays.")
    assert told() == {"other"}
    actions.agree_term(entry, by=other)
    assert told() == set() and "Terms to agree" not in desk(other)


@pytest.mark.parametrize("asked", ["radicalizacion", "RADICALIZACIÓN", "radicalización", "experience"])
def test_the_list_is_asked_without_accents_or_with_them(as_, asked):
    curator = make.curator()
    entry = make.glossary_term("turning", "The éxperience of leaving.", name_es="radicalización", by=curator)
    make.glossary_term("harbour")
    page = text_of(as_(make.officer("UG")), f"{LIST}?q={asked}")
    assert entry.get_absolute_url() in page and "harbour" not in page
    assert "No term answers this" in text_of(as_(curator), f"{LIST}?q=%25")


def test_an_answer_sent_twice_is_one_answer(as_):
    entry = make.glossary_term("kinship council")
    comment, curator = make.term_comment(entry), as_(make.curator())
    page = text_of(curator, entry.get_absolute_url())
    answer_url = reverse("knowledge:glossary-answer", args=[comment.pk])
    key = page.partition(f'action="{answer_url}"')[2].partition('name="once" value="')[2].partition('"')[0]
    first, again = (curator.post(answer_url, {"text": "It stays.", "once": key}) for _ in range(2))
    assert first.status_code == again.status_code == 302 and urlsplit(again.url) == urlsplit(first.url)


def test_the_sheet_says_which_terms_are_retired_and_why(as_):
    curator = make.curator()
    make.glossary_term("in use", by=curator)
    gone = make.glossary_term("given up", by=curator)
    actions.retire_entry(gone, by=curator, why="Nobody says it.")
    rows = list(csv.reader(io.StringIO(text_of(as_(make.officer("UG")), f"{LIST}glossary.csv").lstrip("\ufeff"))))
    told = {row[0]: (row[4], row[7]) for row in rows}
    assert told["given up"] == ("Retired", "Nobody says it.") and told["in use"] == ("Working term", "")
