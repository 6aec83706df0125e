"""The one box over what is said beside resources: terms, discussions, clauses and meetings, and nothing of others."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import actions, search
from knowledge.loading import load_reference
from knowledge.narrowing import Filters
from pvehub import index
from tests import make

pytestmark = pytest.mark.django_db
URL = reverse("search:search-list")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
CLAUSES = "MUST Ask the elders of kisenyi first.\nSHOULD Write it down."


def _look(person, words="kisenyi", sort="", **filters):
    return search.look(words, Filters(**filters), by=person, sort=sort)


def _kinds(result):
    return sorted(row.kind for row in result.rows)


def _values(result, name):
    (facet,) = [facet for facet in result.facets if facet.name == name]
    return {choice.code: choice.count for choice in facet.choices}


def _one_of_each():
    """A term, a discussion, a guidance note with a clause, a meeting, all with the word and open to all staff."""
    make.glossary_term("kisenyi dialogue")
    make.discussion(title="Who knows kisenyi market?", themes=[make.term()])
    make.guidance(title="Elders", fields={"clauses": CLAUSES})
    make.meeting(title="Workshop of kisenyi")


def test_one_question_finds_terms_discussions_clauses_and_meetings():
    _one_of_each()

    result = _look(make.officer("NE"))

    assert _kinds(result) == ["clause", "discussion", "meeting", "resource", "term"]
    assert _values(result, "kind") == {"clause": 1, "discussion": 1, "guidance": 1, "meeting": 1, "term": 1}


@pytest.mark.parametrize("kind", ["clause", "discussion", "meeting", "term"])
def test_each_kind_can_be_asked_for_alone_with_and_without_words(kind):
    _one_of_each()
    reader = make.officer("NE")

    assert _kinds(_look(reader, kind=kind)) == [kind]
    assert _kinds(_look(reader, words="", kind=kind))[:1] == [kind]


def test_every_value_of_a_facet_leaves_as_many_as_it_said():
    _one_of_each()
    reader = make.officer("NE")
    result = _look(reader)

    for facet in result.facets:
        for choice in facet.choices:
            assert _look(reader, **{facet.name: choice.code}).total == choice.count, (facet.name, choice.code)


def test_the_newest_first_holds_all_kinds():
    _one_of_each()

    assert _kinds(_look(make.officer("NE"), sort=search.NEW)) == ["clause", "discussion", "meeting", "resource", "term"]


def test_the_page_names_each_kind_and_leads_to_it(as_):
    _one_of_each()

    page = as_(make.officer("NE")).get(URL, {"q": "kisenyi"}).content.decode()

    for words in ("Clause of guidance", "Term of the glossary", "Meeting ·", "Question · Open"):
        assert words in page


def test_what_one_may_not_open_is_as_if_it_never_was(as_):
    officer, stranger = make.officer("UG"), make.officer("NE")
    project = make.project(manager=officer, tier=2)
    make.discussion(by=officer, title="Of kisenyi", project=project)
    make.meeting(title="Closed kisenyi", tier=2)
    make.glossary_term("kisenyi draft", field="")
    make.guidance(title="Inner", fields={"clauses": CLAUSES}, tier=2)

    result, never = _look(stranger), _look(stranger, words="kisonyu")

    assert (result.rows, result.total) == ([], 0)
    assert result.facets == never.facets
    client = as_(stranger)
    pages = [
        TOKEN.sub("", client.get(URL, {"q": word, "asis": "1"}).content.decode()).replace(word, "WORD")
        for word in ("kisenyi", "kisonyu")
    ]
    assert pages[0] == pages[1]


def test_all_kinds_on_one_page_take_no_more_than_fourteen_queries(as_):
    _one_of_each()
    client = as_(make.officer("NE"))
    client.get(URL, {"q": "kisenyi"})

    with CaptureQueriesContext(connection) as queries:
        client.get(URL, {"q": "kisenyi"})

    assert len(queries) <= 14


def test_clauses_published_before_clauses_were_found_are_found_once_the_portal_is_prepared():
    note = make.guidance(title="Elders", fields={"clauses": CLAUSES})
    shut = make.guidance(title="Shut", tier=2, fields={"clauses": CLAUSES})
    for row in (*note.clauses.all(), *shut.clauses.all()):
        index.drop("clause", row.pk)
    reader = make.outsider("NE")
    assert _kinds(_look(reader, kind="clause")) == []

    load_reference()
    assert [row.thing.resource_id for row in _look(reader, kind="clause").rows] == [note.pk]
    assert actions.index_missing_clauses() == 0
