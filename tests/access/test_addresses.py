"""An address that no record can have is answered as any unknown one."""

import pytest
from django.urls import URLPattern, get_resolver

from tests import make

pytestmark = pytest.mark.django_db
ODD = "a\x00b"


def named_by_text(patterns=None, before=""):
    """The route of every page that takes a text out of its address, with that text and numbers filled in."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if not isinstance(one, URLPattern):
            yield from named_by_text(one.url_patterns, route)
        elif any(
            type(kind).__name__ in ("StringConverter", "PathConverter") for kind in one.pattern.converters.values()
        ):
            yield route


def filled(route):
    start, found = 0, ""
    while (at := route.find("<", start)) >= 0:
        end = route.index(">", at)
        kind = route[at + 1 : end].partition(":")[0]
        found += route[start:at] + ("1" if kind == "int" else "a" if kind == "slug" else "a%00b")
        start = end + 1
    return "/" + found + route[start:]


@pytest.mark.parametrize("who", ["head", "nobody"])
def test_a_nul_in_an_address_names_nothing(as_, client, who):
    routes = [route for route in named_by_text() if "uuid" not in route and "(?" not in route]
    assert len(routes) > 60
    if who == "head":
        client = as_(make.someone("trd-head"))

    answers = {route: client.get(filled(route)).status_code for route in routes}

    answers.pop("check/<str:code>/")  # says in its own words that no letter has this code
    assert {route: code for route, code in answers.items() if code not in (301, 302, 401, 403, 404, 405)} == {}


@pytest.mark.parametrize("place", ["/projects/", "/search/", "/risks/", "/knowledge/", "/organizations/", "/"])
def test_a_nul_in_a_question_finds_nothing_and_breaks_nothing(as_, place):
    make.project(manager=make.officer("UG"))
    client = as_(make.officer("UG"))
    names = [
        "q",
        "page",
        "per",
        "sort",
        "office",
        "country",
        "theme",
        "region",
        "status",
        "kind",
        "language",
        "tier",
        "to",
    ]

    for name in names:
        assert client.get(f"{place}?{name}=a%00b").status_code in (200, 302, 400, 404), name


def test_the_api_answers_a_name_with_a_nul_as_one_it_does_not_know(client):
    headers = {"Authorization": f"Bearer {make.token(make.officer('UG'))[1]}"}
    for place in ("/api/projects/", "/api/vocabularies/"):
        odd, unknown = (client.get(f"{place}{name}/", headers=headers) for name in ("a%00b", "PVE-2020-9999"))
        assert (odd.status_code, odd.content) == (unknown.status_code, unknown.content) == (404, unknown.content)
