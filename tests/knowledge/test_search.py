"""The one box: what it finds, how it divides, what it says where there is nothing, and that nothing of others shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import search
from knowledge.models import Asked
from knowledge.narrowing import Filters
from pvehub.index.models import Synonym
from pvehub.index.words import key
from tests import make
from tests.knowledge.test_views import _many

pytestmark = pytest.mark.django_db
URL = reverse("search:search-list")


def _look(person, words="", **filters):
    return search.look(words, Filters(**filters), by=person)


def _things(result):
    return [row.thing for row in result.rows]


def _values(result, name):
    (facet,) = [facet for facet in result.facets if facet.name == name]
    return {choice.code: choice.count for choice in facet.choices}


def _page(client, **query):
    response = client.get(URL, query)
    assert response.status_code == 200
    return response


def test_one_question_finds_resources_files_and_projects():
    officer = make.officer("UG")
    lesson = make.resource(title="Of Kisenyi market", author=officer)
    carried = make.resource(title="Another", author=officer, files=(("slums.pdf", "traders of Kisenyi", 0),))
    project = make.found_project(officer, "Kisenyi traders")

    result = _look(officer, "kisenyi")

    assert {(row.kind, row.thing.pk): row.file for row in result.rows} == {
        ("resource", lesson.pk): "",
        ("resource", carried.pk): "slums.pdf",
        ("project", project.pk): "",
    }
    assert result.total == 3
    assert _values(result, "kind") == {"lesson": 2, "project": 1}


def test_a_project_is_found_by_who_may_read_it_alone():
    officer = make.officer("UG")
    make.found_project(officer, "Kisenyi traders")

    assert _look(officer, "kisenyi").total == 1
    assert _look(make.outsider(), "kisenyi") == _look(make.outsider(), "nosuchword")


def test_each_number_is_what_the_filter_then_finds():
    reader = make.outsider()
    cohesion, dialogue = make.term("themes", "SOCOH"), make.term("themes", "DIALG")
    make.resource(themes=[cohesion, dialogue], countries=[make.country("UG")], language="fr")
    make.resource(themes=[cohesion], countries=[make.country("NE"), make.country("UG")], kind="lesson")
    make.resource(office="NE", countries=[make.country("NE")])
    result = _look(reader, "committees")

    assert result.total == 3
    for facet in result.facets:
        for choice in facet.choices:
            assert _look(reader, "committees", **{facet.name: choice.code}).total == choice.count, (facet.name, choice)
    assert _values(result, "theme") == {"SOCOH": 2, "DIALG": 1}
    assert _values(result, "language") == {"en": 2, "fr": 1}


def test_a_merged_term_counts_as_what_it_stands_for_and_a_part_under_the_whole():
    whole, part, old = (make.term("themes", code) for code in ("WHOLE", "PART", "OLD"))
    type(part).objects.filter(pk=part.pk).update(parent=whole)
    type(old).objects.filter(pk=old.pk).update(merged_into=part)
    reader = make.outsider()
    make.resource(themes=[old, part])
    make.resource(themes=[whole])

    result = _look(reader, "committees")

    assert _values(result, "theme") == {"WHOLE": 2, "PART": 1}
    found = {code: _look(reader, "committees", theme=code).total for code in ("WHOLE", "PART", "OLD")}
    assert found == {"WHOLE": 2, "PART": 1, "OLD": 1}


@pytest.mark.scenario("knowledge-2")
def test_a_value_of_a_restricted_item_alone_is_in_no_facet(as_):
    reader, officer = make.outsider(), make.officer("UG")
    secret = {"themes": [make.term("themes", "DIALG")], "countries": [make.country("KE")], "language": "es"}
    make.resource(tier=2, **secret)
    make.resource(themes=[make.term("themes", "SOCOH")], countries=[make.country("UG")])

    for words in ("", "committees"):
        seen, theirs = _look(reader, words), _look(officer, words)
        assert (_values(seen, "theme"), _values(seen, "country")) == ({"SOCOH": 1}, {"UG": 1})
        assert _values(seen, "language") == {"en": 1}
        assert _values(theirs, "theme") == {"SOCOH": 1, "DIALG": 1}
        page = _page(as_(reader), q=words).content.decode()
        label = make.term("themes", "DIALG").name_en
        assert label not in page and "Kenya" not in page and "country=KE" not in page
        assert label in _page(as_(officer), q=words).content.decode()


def test_a_masked_item_is_in_no_country():
    reader = make.outsider()
    masked = make.resource(countries=[make.country("UG")])
    type(masked).objects.filter(pk=masked.pk).update(is_masked=True, credit="office")

    result = _look(reader, "committees")

    assert result.total == 1 and _values(result, "country") == {}
    assert _look(reader, "committees", country="UG").total == 0
    assert _values(result, "region") == {"NBO": 1} and _look(reader, "committees", region="NBO").total == 1


def test_drivers_of_a_project_divide_it_for_its_team_alone():
    officer = make.officer("UG")
    driver = make.term("drivers", "EXCL")
    project = make.found_project(officer, "Kisenyi traders")
    project.driver_rows.create(term=driver, level="low", confidence="low")

    assert _values(_look(officer, "kisenyi"), "driver") == {"EXCL": 1}
    assert _look(officer, "kisenyi", driver="EXCL").total == 1


@pytest.mark.parametrize("place", ["title", "summary", "body", "file name", "file text"])
def test_for_an_outsider_a_restricted_word_is_one_that_never_existed(place, as_):
    token, never = "qwertzopolis", "asdfghopolis"
    texts = {"title": f"Of {token}"} if place == "title" else {"summary": f"In {token}."} if place == "summary" else {}
    fields = {"happened": f"We met in {token}."} if place == "body" else None
    file = {"file name": (f"{token}.pdf", "plain", 2), "file text": ("a.pdf", token, 2)}.get(place)
    make.resource(tier=2, fields=fields, files=(file,) if file else (), **texts)
    make.resource(title="Something else")
    outsider = as_(make.outsider())

    def main(words):
        response = outsider.get(URL, {"q": words})
        return response.status_code, response.content.decode().split("<main", 1)[1].replace(words, "?")

    assert main(token) == main(never)
    assert "Nothing found" in main(token)[1]
    assert as_(make.officer("UG")).get(URL, {"q": token}).context["page"].total == 1


def test_nothing_found_helps_on_and_can_be_kept(as_):
    page = _page(as_(make.outsider()), q="nosuchword", theme="SOCOH").content.decode()

    assert "Nothing found" in page
    assert f'href="{URL}?q=nosuchword"' in page
    assert reverse("knowledge:resource-contribute") in page
    assert reverse("endorsement:support-list") in page
    assert f"{reverse('search:saved-new')}?q=nosuchword&amp;theme=SOCOH" in page


def test_without_words_the_newest_stand_there_and_divide(as_):
    old, new = make.resource(), make.resource(language="fr")
    client = as_(make.outsider())

    assert [row.thing for row in _page(client).context["page"].rows] == [new, old]
    assert [row.thing for row in _page(client, language="en").context["page"].rows] == [old]


def test_the_newest_can_stand_first(as_):
    best = make.resource(title="Kisenyi Kisenyi", summary="Kisenyi, all of it.")
    new = make.resource(title="A market", fields={"happened": "Once in Kisenyi, among many other places we saw."})
    client = as_(make.outsider())

    assert [row.thing for row in _page(client, q="kisenyi").context["page"].rows] == [best, new]
    assert [row.thing for row in _page(client, q="kisenyi", sort="new").context["page"].rows] == [new, best]


@pytest.mark.parametrize("words", ["", "   ", "\x00", "%", '"', "' or 1=1", "a" * 3000, "‮", "(", "\\"])
def test_any_question_is_answered(words, as_):
    query = {"q": words, "page": "99", "kind": "no such", "theme": "\x00", "sort": "up", "country": "a b"}
    assert as_(make.outsider()).get(URL, query).status_code == 200


@pytest.mark.slow
def test_the_box_costs_the_same_with_one_three_and_three_hundred_rows(as_):
    officer = make.officer("UG")
    clients = [as_(make.outsider()), as_(officer)]
    wanted = [(client, query) for client in clients for query in ("", "?q=committees", "?q=committees&sort=new")]
    make.resource(themes=[make.term()], countries=[make.country()])
    costs = []
    for more in (0, 2, 297):
        _many(more)
        for _ in range(2):
            make.found_project(officer, "Committees of committees")
        costs.append([_cost(client, URL + query) for client, query in wanted])

    assert costs[0] == costs[1] == costs[2]
    assert max(costs[2]) <= 12


def _cost(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_what_was_asked_is_noted_folded_and_what_it_led_to(as_):
    reader = make.outsider()
    resource, client = make.resource(), as_(reader)
    _page(client, q="Réintégration")
    _page(client, q="committees")
    _page(client, q="committees", theme="SOCOH")
    _page(client, q="committees", page="2")

    client.get(resource.get_absolute_url())

    rows = Asked.objects.order_by("pk").values_list("words", "total", "has_opened")
    assert list(rows[:2]) == [("reintegration", 0, False), ("committee", 1, True)]
    assert Asked.objects.filter(by=reader).count() == 3


def test_gaps_show_words_of_three_people_and_never_of_two(as_):
    people = [make.user("staff", "UG") for _ in range(3)]
    make.questions("ransom", *people)
    make.questions("canary", *people[:2])
    make.questions("canary", people[0], people[1])
    make.questions("answered", *people, total=4, has_opened=True)
    make.questions("old", *people, days=181)
    client = as_(make.curator())

    page = client.get(reverse("search:gap-list"))

    assert [(row["words"], row["people"], row["unfound"]) for row in page.context["page"].rows] == [("ransom", 3, 3)]
    assert page.context["few"] == 1
    assert "canary" not in page.content.decode()
    assert as_(people[0]).get(reverse("search:gap-list")).status_code == 403


def test_questions_older_than_half_a_year_are_forgotten():
    from knowledge import tasks

    person = make.outsider()
    make.questions("old", person, days=181)
    make.questions("young", person, days=179)

    assert tasks.forget_asked() == 1
    assert [row.words for row in Asked.objects.all()] == ["young"]


def test_a_row_says_which_words_stand_in_its_title_and_by_which_other_word_it_was_found(as_):
    officer = make.officer("UG")
    make.resource(title="Of Kisenyi market", author=officer, fields={"happened": "Reinsertion of returnees."})
    Synonym.objects.create(term="homecoming", key=key("homecoming"), expansion="reinsertion", weight=0.7)

    (row,) = _look(officer, "homecoming kisenyi").rows

    assert (row.in_title, row.through) == (["kisenyi"], {"homecoming": ["reinsertion"]})
    shown = _page(as_(officer), q="homecoming kisenyi").content.decode()
    assert "“homecoming” stands there as: reinsertion." in shown and "In its title: kisenyi." in shown
