"""Every kind of thing that falls due reaches a person: on their page by its name, in their calendar without it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import Project
from pvehub.dates import kinds
from pvehub.tokens.models import Token
from tests import make

from .test_icalendar import read

pytestmark = pytest.mark.django_db
MINE, FEED = reverse("dates:mine"), reverse("dates:feed")
LATER = timedelta(days=9)


def test_every_source_of_every_app_shows_its_thing_by_name_to_who_it_falls_due_to(as_):
    world = make.World(make.today("UG") + LATER)
    assert set(make.BUILDERS) == set(kinds.registry())  # a new source needs a builder, else this is red

    shown = {}
    for slug, build in make.BUILDERS.items():
        (person, name), due = build(world), kinds.registry()[slug]
        (row,) = due.rows(person, world.day, world.day)[:2]
        with connection.execute_wrapper(_refuse):  # a name is read with its row, not one by one
            assert due.day(row) == world.day and name in f"{due.name(row)} {due.of(row)}", slug
            shown[slug] = (person, name, str(due.sentence), due.url(row))

    # By its name on the page of the person, whose link opens; the two cases have moved on for the others.
    for slug in ("endorsement.condition", "endorsement.hold", "knowledge.approval", "projects.values"):
        person, name, sentence, url = shown[slug]
        page = as_(person).get(MINE).content.decode()
        assert name in page and sentence in page, slug
        assert as_(person).get(url).status_code == 200, slug
        calendar = read(Client().get(FEED, {"token": make.calendar(person)[1]}).content.decode())
        assert ("SUMMARY", sentence) in calendar and not [value for _name, value in calendar if name in value], slug


def _refuse(execute, sql, params, many, context):
    raise AssertionError(f"A name asked the database: {sql}")


def test_a_thing_that_was_taken_away_leaves_no_title_on_the_page(as_):
    officer = make.officer()
    project = make.project(manager=officer, title="Quiet talks")
    risk = make.risk(project=project, owner=officer, event="Someone is named")
    make.treatment(risk, owner=officer, due_on=make.today("UG") + LATER, text="Call the elder")
    client = as_(officer)
    page = client.get(MINE).content.decode()
    assert "Call the elder" in page and "Quiet talks" in page

    Project.objects.filter(pk=project.pk).update(manager=make.officer("KE"), tier=3)
    type(risk).objects.filter(pk=risk.pk).update(owner=make.officer("KE"))
    type(risk.register).objects.filter(pk=risk.register_id).update(opened_by=make.officer("KE"))
    page = client.get(MINE).content.decode()
    assert "Call the elder" not in page and "Quiet talks" not in page and "Nothing falls due to you" in page


def test_what_is_past_its_day_stands_before_this_week_and_this_week_before_what_comes_later(as_):
    officer = make.officer()
    risk, today = make.risk(project=make.project(manager=officer), owner=officer), make.today("UG")
    for days, text in ((30, "In a month"), (6, "In six days"), (0, "Today"), (7, "In a week"), (-1, "Yesterday")):
        make.treatment(risk, owner=officer, due_on=today + timedelta(days=days), text=text)
    found = [entry for entry in kinds.entries(officer) if entry.due.slug == "risks.measure"]

    def told(stretches):
        return {stretch.slug: [entry.name for entry in stretch.entries] for stretch in stretches}

    assert told(kinds.by_time(found, today)) == {
        "overdue": ["Yesterday"],
        "week": ["Today", "In six days"],
        "later": ["In a week", "In a month"],
    }
    page = as_(officer).get(MINE).content.decode()
    places = [page.index(f">{word} <span") for word in ("Overdue", "In the next seven days", "Later")]
    assert places == sorted(places)


@pytest.mark.slow
def test_the_page_costs_the_same_with_1_3_and_300_rows_and_says_that_it_is_cut(as_):
    officer = make.officer()
    risk, day = make.risk(project=make.project(manager=officer), owner=officer), make.today("UG") + LATER
    client = as_(officer)
    make.treatment(risk, owner=officer, due_on=day)
    client.get(MINE)
    costs = []
    for number in (0, 2, 297):
        for _each in range(number):
            make.treatment(risk, owner=officer, due_on=day)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(MINE).content.decode()
        costs.append(len(captured))
    assert len(set(costs)) == 1 and costs[0] <= 13, costs
    assert page.count("A measure is to be done.") == kinds.AT_MOST and "Of each kind the first 200 are shown." in page


@pytest.mark.parametrize("route", ["dates:mine", "tokens:token-list", "knowledge:feed-list"])
def test_a_form_that_makes_an_address_makes_one_however_often_it_is_sent(as_, route):
    officer = make.officer()
    client, url = as_(officer), reverse(route)
    (key,) = re.findall(r'name="once" value="([0-9a-f-]{36})"', client.get(url).content.decode())
    form = {"once": key, "name": "Phone"}

    first, second = client.post(url, form), client.post(url, form, follow=True)
    assert first.status_code == 201 and Token.objects.filter(owner=officer).count() == 1
    assert "This form was sent twice; it acted once" in second.content.decode()
    assert client.post(url, {**form, "once": "7d1c4c39-4b8d-4d6e-9f3a-0f2d7b8c9a10"}).status_code == 201
    assert Token.objects.filter(owner=officer).count() == 2
