"""Working days of an office: its own weekend, its own holidays."""

from datetime import date

import pytest

from pvehub.people import calendar
from pvehub.people.models import Holiday
from tests import make

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 11, 19)


@pytest.mark.parametrize(("weekend", "due"), [([5, 6], date(2026, 11, 24)), ([4, 5], date(2026, 11, 24))])
def test_three_working_days_pass_over_the_offices_own_weekend(weekend, due):
    office = make.office("UG")
    office.weekend = weekend

    assert calendar.add_working_days(office, THURSDAY, 3) == due
    assert calendar.working_days_between(office, THURSDAY, due) == 3


def test_a_holiday_is_no_working_day():
    office = make.office("UG")
    office.weekend = [5, 6]
    Holiday.objects.create(office=office, on=date(2026, 11, 20), name="Day off")

    assert calendar.add_working_days(office, THURSDAY, 1) == date(2026, 11, 23)
    assert calendar.working_days_between(office, THURSDAY, date(2026, 11, 20)) == 0
