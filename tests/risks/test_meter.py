"""How complete a register is, part by part."""

from types import SimpleNamespace

import pytest

from risks import meter
from tests import make


def a_risk(**fields):
    """A risk in which nothing is missing."""
    plan = [SimpleNamespace(due_on="2027-01-01")]
    whole = {
        "has_statement": True,
        "owner": SimpleNamespace(is_active=True),
        "assessment": object(),
        "strategy": "reduce",
        "treatments": SimpleNamespace(all=lambda: plan),
        "next_review_on": "2027-01-01",
    }
    return SimpleNamespace(**(whole | fields))


NONE = SimpleNamespace(all=list)


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        ({}, set()),
        ({"has_statement": False}, {0}),
        ({"owner": None}, {1}),
        ({"owner": SimpleNamespace(is_active=False)}, {1}),
        ({"assessment": None}, {2}),
        ({"strategy": ""}, {3}),
        ({"treatments": NONE}, {4, 5}),
        ({"treatments": NONE, "strategy": "share"}, {4, 5}),
        ({"treatments": NONE, "strategy": "accept"}, set()),
        ({"treatments": NONE, "strategy": "avoid"}, set()),
        ({"treatments": SimpleNamespace(all=lambda: [SimpleNamespace(due_on=None)])}, {5}),
        ({"next_review_on": None}, {6}),
    ],
)
def test_each_part_is_counted_by_itself(fields, lacking):
    found = meter.measure([a_risk(), a_risk(**fields)])
    assert {n for n, (_label, count) in enumerate(found.parts) if count == 1} == lacking
    assert found.total == 2 and found.percent == 100 * (14 - len(lacking)) // 14


def test_nothing_is_not_complete():
    assert meter.measure([]).percent == 0


@pytest.mark.django_db
def test_the_page_shows_it_of_what_the_person_reads(as_):
    register = make.register(make.project(status="draft"))
    make.risk(register)
    make.risk(register, visibility="restricted", owner=make.officer("UG"), is_rated=False, strategy="")
    page = as_(make.officer("UG")).get(f"/risks/{register.code}/")
    assert page.context["meter"].total == 1 and "How complete it is" in page.text
