"""The gap map counts what the one who asks may read; its questions are those of three people."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from knowledge import actions, gaps
from knowledge.models import Asked, Resource
from tests import make

pytestmark = pytest.mark.django_db
URL = "/knowledge/gaps/"


@pytest.fixture
def terms():
    return make.term("drivers", "LAND", "Disputes over grazing"), make.term("themes", "YOUTH", "Youth engagement")


def cell(person):
    drawn = gaps.draw(person, today=timezone.localdate(), since=timezone.now() - timedelta(days=180))
    return next(drawn.cells())


def said(answer):
    """What came, without what is another one each time."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", answer.content.decode())


def tagged(terms, **facts):
    return make.resource(drivers=[terms[0]], themes=[terms[1]], **facts)


def asked(words, *people):
    for person in people:
        Asked.objects.create(words=words, by=person, total=0, at=timezone.now())


def test_only_what_is_verified_and_readable_counts_and_the_strongest_evidence_is_of_that(terms):
    tagged(terms, evidence_strength=1)
    tagged(terms, evidence_strength=4, tier=2)
    tagged(terms, evidence_strength=3, state="submitted")
    late = tagged(terms, evidence_strength=2)
    Resource.objects.filter(pk=late.pk).update(verify_by_on=timezone.localdate() - timedelta(days=2))

    outside, inside = cell(make.officer("NE")), cell(make.officer("UG"))

    assert (outside.verified, outside.evidence) == (1, "One project")
    assert (inside.verified, inside.strongest) == (2, 4)


def test_what_one_may_not_read_leaves_the_page_as_if_it_had_never_been(terms, as_):
    reader = as_(make.officer("NE"))
    asked_for = ({}, {"as": "csv"}, {"theme": "YOUTH"})
    before = [said(reader.get(URL, query)) for query in asked_for]

    tagged(terms, tier=2)

    assert [said(reader.get(URL, query)) for query in asked_for] == before


def test_a_merged_term_counts_as_what_it_stands_for(terms):
    other = make.term("themes", "OTHER", "Other")
    make.resource(drivers=[terms[0]], themes=[other])
    actions.merge_term(other, into=terms[1], by=make.curator())

    assert cell(make.officer()).verified == 1


def test_projects_count_for_those_who_read_their_drivers(terms):
    project = make.project(manager=make.officer("UG"), office="UG", status="active")
    project.themes.add(terms[1])
    project.driver_rows.create(term=terms[0], level="high", confidence="high")

    mine, theirs = cell(project.manager), cell(make.officer("NE"))

    assert (mine.projects, mine.is_gap) == (1, True)
    assert (theirs.projects, theirs.is_gap) == (0, False)


def test_a_question_is_told_once_three_people_asked_it(terms, as_):
    people = [make.officer() for _ in range(3)]
    asked("grazing and young engagement", *people)
    asked("grazing secret", *people[:2])

    page = as_(people[0]).get(URL, {"driver": "LAND"}).content.decode()

    assert "grazing and young engagement" in page and "grazing secret" not in page
    assert cell(people[0]).questions == 1


def test_emerging_terms_head_the_map_and_the_sheet_has_every_cell_and_no_formula(terms, as_):
    make.term("themes", "EARLIER", "Earlier")
    curator, last = make.curator(), make.term("themes", "LAST", "=1+1")
    type(last).objects.filter(pk=last.pk).update(position=9, is_emerging=True)

    sheet = as_(curator).get(URL, {"as": "csv"}).content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(sheet)))
    assert [row[1] for row in rows] == ["Theme", "'=1+1", "Youth engagement", "Earlier"]


def test_the_map_costs_the_same_with_one_and_many_and_each_cell_is_a_link(terms, as_):
    client, costs = as_(make.officer()), []
    client.get(URL)
    for number in (1, 4):
        for _each in range(number):
            tagged(terms)
        with CaptureQueriesContext(connection) as seen:
            page = client.get(URL).content.decode()
        costs.append(len(seen))

    assert costs[0] == costs[1] <= 12
    assert f'{reverse("search:search-list")}?theme=YOUTH&amp;driver=LAND">5 / 0</a>' in page
