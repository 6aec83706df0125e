"""What other organizations do stands in the one box, for all staff, and divides as everything else does."""

import pytest
from django.urls import reverse

from knowledge import search
from knowledge.narrowing import Filters
from projects import actions, indexing
from tests import make

pytestmark = pytest.mark.django_db
URL = reverse("search:search-list")


def _record(**fields):
    facts = {"title": "Kisenyi roads", "summary": "Traders pave the market.", "source": "list.csv", "language": "en"}
    return actions.note_other(by=make.officer("UG"), fields=facts | fields)


def _values(result, name):
    return {choice.code: choice.count for facet in result.facets if facet.name == name for choice in facet.choices}


def test_a_record_is_found_by_title_summary_and_organization_and_says_what_it_is(as_):
    record = _record(organizations="Roads for all", countries=[make.country("UG")])
    client = as_(make.outsider())

    for words in ("kisenyi", "paves", "roads for all"):
        page = client.get(URL, {"q": words}).content.decode()
        assert record.get_absolute_url() in page and "Project of another organization" in page and "Uganda" in page
    assert record.get_absolute_url() in client.get(URL).content.decode(), "without words it stands among the newest"
    assert record.get_absolute_url() in client.get(URL, {"q": "kisenyi", "sort": "new"}).content.decode()


def test_each_number_is_what_the_filter_then_finds():
    theme = make.term("themes", "SOCOH")
    _record(countries=[make.country("UG"), make.country("NE")], themes=[theme])
    _record(title="Kisenyi bridges", language="")
    make.resource(title="Kisenyi market", themes=[theme])
    reader = make.outsider()
    result = search.look("kisenyi", Filters(), by=reader)

    assert result.total == 3
    assert (_values(result, "kind"), _values(result, "theme")) == ({"landscape": 2, "lesson": 1}, {"SOCOH": 2})
    for facet in result.facets:
        for choice in facet.choices:
            narrowed = search.look("kisenyi", Filters(**{facet.name: choice.code}), by=reader)
            assert narrowed.total == choice.count, (facet.name, choice)


def test_what_is_taken_out_is_found_no_more_and_nobody_without_a_posting_finds_any():
    record = _record()
    assert search.look("kisenyi", Filters(), by=make.user(None)).total == 0
    assert search.look("kisenyi", Filters(), by=make.outsider()).total == 1

    actions.remove_other(record, by=make.administrator(), reason="Listed twice.")

    assert search.look("kisenyi", Filters(), by=make.outsider()).total == 0


def test_a_list_puts_its_rows_into_the_index_as_it_tells_them_now():
    record = make.other(title="Kisenyi roads")
    indexing.put_others([record])
    record.title = "Naguru roads"
    indexing.put_others([record])

    assert search.look("kisenyi", Filters(), by=make.outsider()).total == 0
    assert search.look("naguru", Filters(), by=make.outsider()).total == 1


@pytest.mark.parametrize(("kind", "count"), [("landscape", 1), ("lesson", 1), ("project", 0), ("nosuch", 0)])
def test_without_words_a_kind_alone_stands_there(kind, count):
    _record()
    make.resource()

    result = search.look("", Filters(kind=kind), by=make.outsider())

    assert (result.total, len(result.rows)) == (count, count)
