"""What the box offers while somebody types: words of all staff, titles of what the asker may open, nothing else."""

import pytest
from django.urls import reverse

from pvehub import index
from tests import make

pytestmark = pytest.mark.django_db
URL = reverse("search:search-suggest")


def offered(client, typed):
    response = client.get(URL, {"q": typed}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response.content.decode()


def test_the_last_word_goes_on_and_titles_lead_to_what_they_name(as_):
    lesson = make.resource(title="Mentoring of traders in Kisenyi")
    index.refresh()

    page = offered(as_(make.officer("UG")), "traders kisen")

    assert f'href="{lesson.get_absolute_url()}"' in page and "Mentoring of traders in Kisenyi" in page
    assert f'href="{reverse("search:search-list")}?q=traders+kisenyi"' in page


def test_what_one_may_not_open_is_offered_by_no_letter(as_):
    make.resource(title="Mentoring in Kisenyi", tier=2)
    index.refresh()
    stranger = as_(make.officer("NE"))

    assert offered(stranger, "kisen") == offered(stranger, "qqqqq") == offered(stranger, "")


def test_without_a_script_the_address_leads_to_the_answer(as_):
    response = as_(make.officer("UG")).get(URL, {"q": "traders kisen"})

    assert response.headers["Location"] == f"{reverse('search:search-list')}?q=traders+kisen"


@pytest.mark.parametrize("typed", ["%", "a\x00b", "\u202eab", "'", "x" * 5000, "((", " "])
def test_whatever_is_typed_has_an_answer(as_, typed):
    offered(as_(make.officer("UG")), typed)


def test_it_takes_as_many_queries_for_one_title_as_for_many(as_, django_assert_max_num_queries):
    make.resource(title="Kisenyi one")
    client = as_(make.officer("UG"))
    offered(client, "kisen")
    with django_assert_max_num_queries(10) as one:
        offered(client, "kisen")
    for _ in range(5):
        make.resource(title="Kisenyi again")
    with django_assert_max_num_queries(10) as many:
        offered(client, "kisen")
    assert len(one) == len(many)
