"""A series of meetings: the next begun from the last, wishes that move on, the rhythm that reminds, a region's own series."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from knowledge import actions, ledger, tasks
from knowledge.calendars import entry
from knowledge.models import Meeting, MeetingDocument, Topic
from pvehub import access
from pvehub.notifications.kinds import registry
from pvehub.notifications.models import Notice
from tests import make

pytestmark = pytest.mark.django_db
KIND = "knowledge.series_due"
NEW = "/knowledge/meetings/new/"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-07-15", 6, "2027-01-15"), ("2024-02-29", 12, "2025-02-28")],
)
def test_the_next_day_by_a_rhythm_keeps_to_the_month(day, months, expected):
    assert ledger.next_on(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_the_next_one_begins_in_two_clicks_with_its_headings_rhythm_and_what_is_open(as_):
    by = make.organizer()
    agenda = "2026-03-01 | 0900-0930 | Opening\nChallenges within the mission"
    first = make.meeting(by, series="Symposium", every_months=6, days=-20, agenda=agenda, objectives="Agree.")
    make.promise(make.recommendation(first), text="Finish the guidance")
    reader = make.officer("NE")
    wish = actions.suggest_topic(first, by=reader, text="Radio")
    actions.vote(wish, by=by, is_wanted=True)
    client = as_(by)

    page = client.get(first.get_absolute_url()).text
    assert f"{NEW}?after={first.uid}" in page and "Twice a year" in page and "Topics for the next one" in page
    form = client.get(NEW, {"after": str(first.uid)}).context["form"]
    started = form.initial
    assert (started["series"], started["every_months"]) == ("Symposium", 6)
    assert started["agenda"] == "Opening\nChallenges within the mission"
    assert started["starts_on"] == first.next_on and (started["ends_on"] - started["starts_on"]).days == 1
    sent = {name: value for name, value in started.items() if value not in (None, "", [])} | {"office": first.office_id}
    answer = client.post(f"{NEW}?after={first.uid}", sent | {"offices": []})
    second = Meeting.objects.get(starts_on=first.next_on)

    assert answer["Location"] == second.get_absolute_url()
    assert [item.title for item in second.agenda.order_by("position")] == ["Opening", "Challenges within the mission"]
    page = client.get(second.get_absolute_url()).text
    assert "Finish the guidance" in page and "Radio" in page and "2 votes" in page
    assert "Radio" not in client.get(first.get_absolute_url()).text
    assert second.get_absolute_url() in client.get(first.get_absolute_url()).text
    with pytest.raises(access.Refused, match="suggest it there"):
        actions.suggest_topic(first, by=reader, text="Too late")


def test_wishes_do_not_move_to_where_more_people_would_read_them_nor_those_of_the_day_itself():
    by = make.organizer()
    closed = make.meeting(by, series="Round", every_months=6, days=-20, tier=2, offices=(make.office("UG"),))
    actions.suggest_topic(closed, by=by, text="Canary9")
    first = closed.starts_on + timedelta(days=200)

    def plan(tier, *codes):
        offices = tuple(make.office(code) for code in codes)
        about = actions.About("Next", first, first, series="Round", tier=tier, offices=offices)
        return actions.plan_next(closed, about, by=by, office=make.office("HQ"))

    for wider in (plan(0), plan(1), plan(2, "UG", "NE")):
        assert not wider.topics.exists()
        wider.delete()
    assert [topic.text for topic in plan(2, "UG").topics.all()] == ["Canary9"]
    planned = make.meeting(by, series="Other", days=20)
    actions.suggest_topic(planned, by=by, text="For this one")
    later = actions.About("Next", first, first, series="Other")
    assert not actions.plan_next(planned, later, by=by, office=make.office("HQ")).topics.exists()
    assert Topic.objects.get(text="For this one").meeting == planned


def test_who_organizes_is_reminded_once_when_it_is_time_and_once_on_the_day_until_one_is_planned(time_machine):
    by, curator = make.organizer(), make.curator()
    last = make.meeting(by, series="Round", every_months=6, starts_on=date(2031, 1, 10))
    make.meeting(by, series="Without a rhythm", starts_on=date(2031, 1, 10))
    zone = ZoneInfo(last.office.time_zone)

    def at(year, month, day, hour):
        time_machine.move_to(datetime(year, month, day, hour, 30, tzinfo=zone))
        return tasks.remind_series()

    assert at(2031, 4, 10, 23) == 0
    assert at(2031, 4, 11, 0) == 1 and at(2031, 4, 11, 9) == 0 and at(2031, 7, 9, 23) == 0
    told = Notice.objects.filter(kind=KIND)
    assert {(notice.recipient, notice.about_id) for notice in told} == {(by, str(last.pk)), (curator, str(last.pk))}
    relevant = registry()[KIND].relevant
    assert relevant(last, told[0].facts)
    assert at(2031, 7, 10, 0) == 1 and at(2031, 7, 20, 12) == 0 and told.all().count() == 4
    assert at(2032, 9, 1, 12) == 0, "long past, nobody is told any more"
    make.meeting(by, series="Round", starts_on=date(2031, 8, 1))
    last.refresh_from_db()
    assert not relevant(last, told[0].facts) and not Meeting.objects.ending_series().exists()


def test_a_region_begins_a_series_of_its_own_with_the_shared_items_of_the_repository(as_):
    by = make.organizer()
    office, mission = make.office("NBO"), make.office("UG")
    first = make.meeting(by, series="Symposium", every_months=6, title="PVE Symposium", agenda="Opening")
    shared, closed = make.resource(title="Shared"), make.resource(title="Canary9", tier=2, office="NE")
    actions.add_document(first, by=by, resource=shared)
    MeetingDocument.objects.create(meeting=first, resource=closed, added_at=first.made_at, added_by=by)
    specialist = make.specialist("NBO")

    link = f"{NEW}?after={first.uid}&amp;region=NBO"
    assert link in as_(by).get(first.get_absolute_url()).text
    client = as_(specialist)
    started = client.get(NEW, {"after": str(first.uid), "region": "NBO"}).context["form"].initial
    assert (started["series"], started["office"], started["starts_on"]) == ("Symposium · NBO", office, None)
    assert mission in started["offices"] and started["title"] == f"PVE Symposium: {office}"
    days = {"starts_on": "2031-05-01", "ends_on": "2031-05-02", "office": office.pk, "offices": [mission.pk]}
    sent = {name: value for name, value in started.items() if value not in (None, "", [])} | days
    assert client.post(f"{NEW}?after={first.uid}&region=NBO", sent).status_code == 302
    made = Meeting.objects.get(series="Symposium · NBO")
    assert [document.resource for document in made.documents.all()] == [shared], (
        "of what its planner may not read, nothing"
    )
    assert client.get(NEW, {"after": str(first.uid), "region": "a\x00b"}).status_code == 200
    without = client.post(NEW, sent | {"series": "", "every_months": 6})
    assert without.status_code == 422 and "Name the series" in without.text


def test_only_what_all_staff_read_is_named_in_a_calendar():
    by = make.organizer()
    said = {
        tier: entry(make.meeting(by, title="Canary9", place="Canary9 hall", tier=tier)).decode() for tier in (0, 1, 2)
    }

    assert "Canary9 hall" in said[0]
    assert "anary9" not in said[1] and "anary9" not in said[2] and "SUMMARY:Meeting" in said[1]


@pytest.mark.parametrize(
    ("title", "next_on", "expected"),
    [
        ("Symposium 2026", date(2027, 5, 4), "Symposium 2027"),
        ("Symposium 2016–2026: what came of it", date(2027, 5, 4), "Symposium 2016–2027: what came of it"),
        ("Symposium 2026", date(2026, 11, 4), "Symposium 2026"),
        ("3rd PVE symposium, 2026", date(2027, 5, 4), "4th PVE symposium, 2027"),
        ("11th round", None, "12th round"),
        ("20th round", None, "21st round"),
        ("1er atelier", None, "2e atelier"),
        ("2.ª ronda", None, "3.ª ronda"),
        ("Round 9", None, "Round 10"),
        ("Room 4.12", None, "Room 4.12"),
        ("Third symposium on PVE", None, "Fourth symposium on PVE"),
        ("Première rencontre", None, "Deuxième rencontre"),
        ("Segunda ronda", None, "Tercera ronda"),
        ("Firsthand accounts", None, "Firsthand accounts"),
        ("Symposium", date(2027, 5, 4), "Symposium"),
    ],
)
def test_the_title_goes_on_with_its_year_and_its_number(title, next_on, expected):
    assert ledger.next_title(title, date(2026, 5, 4), next_on) == expected


def test_the_next_one_is_never_begun_under_the_title_of_the_last(as_):
    by, day = make.organizer(), date(2026, 5, 4)
    client = as_(by)

    def begun(title, **facts):
        before = make.meeting(by, title=title, starts_on=day, **facts)
        return client.get(NEW, {"after": str(before.uid)}).context["form"].initial["title"]

    rhythm = {"series": "Round", "every_months": 6}
    assert begun("Symposium", **rhythm) == "Symposium, November 2026"
    assert begun("Symposium, May 2026", **rhythm) == "Symposium, November 2026"
    assert begun("Rencontre", language="fr", **rhythm) == "Rencontre, novembre 2026"
    assert begun("Round 9", **rhythm) == "Round 10"
    assert begun("Symposium") == "", "nothing says what it could be called: it is asked for"


def test_two_offices_that_call_their_series_by_one_name_have_two_series():
    by = make.organizer()
    ours = make.meeting(by, series="Round", every_months=6, days=-300)
    make.promise(make.recommendation(ours), text="Ours")
    theirs = make.meeting(by, office="NBO", series="Round", every_months=6, days=-100)

    assert list(Meeting.objects.ending_series()) == [ours, theirs]
    assert not Meeting.objects.after(ours).exists() and not Meeting.objects.before(theirs).exists()
    actions.suggest_topic(ours, by=by, text="Canary9")
    first = theirs.starts_on + timedelta(days=200)
    about = actions.About("Next", first, first, series="Round")
    assert not actions.plan_next(ours, about, by=by, office=make.office("NBO")).topics.exists()
    assert [topic.text for topic in actions.plan_next(ours, about, by=by, office=make.office("HQ")).topics.all()] == [
        "Canary9"
    ]
