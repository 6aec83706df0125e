"""The demonstration stays as lifelike as on the day its texts were written."""

from datetime import date

import pytest

from pvehub.management.demonstration import days

TEXT = {
    "start_on": "2026-06-01",
    "end_on": "2028-12-31",
    "summary": "Since 2026-06-01, or so they say.",
    "partners": [["Youth forum", "2028-02-29", "cso"]],
    "context_analysis": [["Nineteen talks.", "2025-06-10", "2027-06-30"]],
}


def test_in_the_month_of_the_writing_nothing_moves():
    assert days.moved(TEXT, date(2026, 11, 30)) == TEXT
    assert days.moved(TEXT, date(2026, 1, 1)) == TEXT


def test_what_lay_ahead_moves_on_by_whole_months_and_history_stays():
    assert days.moved(TEXT, date(2027, 9, 2)) == {
        "start_on": "2027-04-01",
        "end_on": "2029-10-31",
        "summary": "Since 2026-06-01, or so they say.",
        "partners": [["Youth forum", "2028-12-31", "cso"]],
        "context_analysis": [["Nineteen talks.", "2025-06-10", "2028-04-30"]],
    }


@pytest.mark.parametrize(("today", "end"), [(date(2027, 1, 5), "2028-09-30"), (date(2027, 3, 5), "2028-11-30")])
def test_a_day_that_a_month_does_not_have_is_its_last(today, end):
    assert days.moved({"end_on": "2028-07-31"}, today) == {"end_on": end}
