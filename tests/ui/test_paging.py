"""A page of a list costs the same however long the list is, and no url breaks it."""

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory

from pvehub.ui.paging import page_of

pytestmark = pytest.mark.django_db


def names(count):
    Group.objects.bulk_create(Group(name=f"{number:03}") for number in range(count))
    return Group.objects.order_by("name")


def ask(url):
    return RequestFactory().get(url)


@pytest.mark.parametrize("count", [0, 1, 3, 300])
def test_two_queries_whatever_the_number_of_rows(count, django_assert_num_queries):
    rows = names(count)
    with django_assert_num_queries(2):
        page = page_of(rows, ask("/list/"))
    assert (page.total, len(page.rows)) == (count, min(count, 20))


def test_neighbours_keep_the_filters_of_the_list():
    page = page_of(names(45), ask("/list/?q=youth&page=2"))
    assert (page.number, page.pages, page.first, page.last) == (2, 3, 21, 40)
    assert page.next_url == "/list/?q=youth&page=3"
    assert page.previous_url == "/list/?q=youth&page=1"


def test_the_last_page_holds_the_rest_and_has_no_next():
    page = page_of(names(45), ask("/list/?page=3"))
    assert (len(page.rows), page.next_url) == (5, "")


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("0", 1), ("-3", 1), ("x", 1), ("2", 2), ("99", 3), ("1e3", 1), ("٣", 1), ("9" * 400, 1)],
)
def test_a_page_that_does_not_exist_is_answered_by_one_that_does(asked, number):
    assert page_of(names(45), ask(f"/list/?page={asked}")).number == number


@pytest.mark.parametrize(("asked", "size"), [("50", 50), ("20", 20), ("7", 20), ("100000", 20), ("x", 20)])
def test_only_two_sizes_of_a_page(asked, size):
    assert page_of(names(60), ask(f"/list/?per={asked}")).size == size
