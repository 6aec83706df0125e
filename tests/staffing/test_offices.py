"""Offices as administrators keep them: a mission opened, its week and days off, the region's advice switched on."""

from datetime import date

import pytest

from pvehub import access
from pvehub.audit import trail
from pvehub.people.calendar import add_working_days
from pvehub.people.models import Office
from pvehub.staffing import actions
from tests import make

pytestmark = pytest.mark.django_db

NEW = {
    "code": "ke",
    "name_en": "Kenya",
    "name_fr": "Kenya",
    "name_es": "Kenia",
    "time_zone": "Africa/Nairobi",
    "working_language": "en",
}


@pytest.fixture
def administrator():
    return make.user("administrator", "HQ")


def test_mission_opens_below_the_region_of_its_country_and_can_be_served_at(as_, administrator):
    country = make.country("KE", region=make.office("NBO"))

    answer = as_(administrator).post("/staffing/offices/add/", NEW | {"country": country.pk})

    mission = Office.objects.get(code="KE")
    assert answer.status_code == 302
    assert (mission.parent.code, mission.path, mission.kind) == ("NBO", "HQ/NBO/KE/", "mission")
    officer = make.user("project-officer", mission)
    assert access.standing(officer).may("create_projects", mission)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "K"}, "two to eight capital letters"),
        ({"code": "NBO"}, "code NBO already"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"name_fr": ""}, "required"),
    ],
)
def test_what_does_not_fit_is_said_and_opens_nothing(as_, administrator, wrong, sentence):
    country = make.country("KE", region=make.office("NBO"))
    before = Office.objects.count()

    answer = as_(administrator).post("/staffing/offices/add/", NEW | {"country": country.pk} | wrong)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Office.objects.count() == before


def test_clocks_go_by_the_week_and_the_days_off_that_were_entered(as_, administrator):
    office = make.office("UG")
    friday = date(2026, 11, 27)
    assert add_working_days(office, friday, 1) == date(2026, 11, 30)

    client = as_(administrator)
    given = {f: getattr(office, f) for f in ("name_en", "name_fr", "name_es", "time_zone", "working_language")}
    client.post("/staffing/offices/UG/", given | {"weekend": ["4", "5"]})
    client.post("/staffing/offices/UG/holidays/add/", {"on": "2026-11-29", "name": "Day of the lake"})
    office.refresh_from_db()

    assert add_working_days(office, friday, 1) == date(2026, 11, 30)
    assert add_working_days(office, date(2026, 11, 26), 1) == date(2026, 11, 30)
    assert {event.verb for event in trail.of(office)} >= {"staffing.office_changed", "staffing.holiday_added"}


def test_same_day_off_twice_is_refused_in_a_sentence_and_one_is_taken_away(as_, administrator):
    office, client = make.office("UG"), as_(administrator)
    client.post("/staffing/offices/UG/holidays/add/", {"on": "2026-12-24", "name": "First"})
    again = client.post("/staffing/offices/UG/holidays/add/", {"on": "2026-12-24", "name": "Second"})

    assert again.status_code == 422
    assert "a day off already" in again.content.decode()
    client.post(f"/staffing/offices/UG/holidays/{office.holidays.get().pk}/drop/")
    assert not office.holidays.exists()


def test_week_without_working_days_is_refused(as_, administrator):
    office = make.office("UG")
    given = {f: getattr(office, f) for f in ("name_en", "name_fr", "name_es", "time_zone", "working_language")}

    answer = as_(administrator).post("/staffing/offices/UG/", given | {"weekend": list("0123456")})

    assert answer.status_code == 422
    office.refresh_from_db()
    assert office.weekend == [5, 6]


def test_only_a_regional_office_advises(administrator):
    with pytest.raises(access.Unmet, match="regional office"):
        actions.change_office(make.office("UG"), {"has_regional_stage": True}, by=administrator)

    assert actions.change_office(make.office("NBO"), {"has_regional_stage": True}, by=administrator).has_regional_stage


def test_nobody_but_an_administrator_changes_an_office():
    for person in (make.chief("UG"), make.regional_director("NBO"), make.head()):
        with pytest.raises(access.Refused):
            actions.change_office(make.office("UG"), {"time_zone": "UTC"}, by=person)
        with pytest.raises(access.Refused):
            actions.add_holiday(make.office("UG"), by=person, on=date(2026, 12, 24), name="x")


def test_offices_are_found_by_code_and_by_name_in_any_language(as_, administrator):
    make.office("UG")
    client = as_(administrator)
    assert "Office UG" in client.get("/staffing/offices/?q=ug").content.decode()
    assert "Office UG" in client.get("/staffing/offices/?q=Bureau").content.decode()
    assert "Office UG" not in client.get("/staffing/offices/?q=Atlantis").content.decode()


def test_the_list_costs_the_same_with_1_3_and_300_offices(as_, administrator):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, costs = as_(administrator), []
    root = Office.objects.get(code="HQ")
    for start, number in ((0, 1), (1, 2), (3, 297)):
        Office.objects.bulk_create(
            Office(code=f"Z{n}", kind="regional", parent=root, path=f"HQ/Z{n}/", name_en="Z", name_fr="Z", name_es="Z")
            for n in range(start, start + number)
        )
        client.get("/staffing/offices/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/staffing/offices/")
        costs.append(len(seen))
    assert len(set(costs)) == 1
    assert costs[0] <= 12
