"""Night and morning by the clock where the person is, also where the clock jumps."""

from datetime import UTC, datetime

import pytest

from pvehub.notifications import quiet


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "zone", "morning"),
    [
        (utc(2026, 3, 4, 21, 59), "UTC", None),
        (utc(2026, 3, 4, 22, 0), "UTC", utc(2026, 3, 5, 6)),
        (utc(2026, 3, 5, 5, 59), "UTC", utc(2026, 3, 5, 6)),
        (utc(2026, 3, 5, 6, 0), "UTC", None),
        (utc(2026, 3, 4, 19, 30), "Africa/Kampala", utc(2026, 3, 5, 3)),
        (utc(2026, 3, 28, 23, 0), "Europe/Zurich", utc(2026, 3, 29, 4)),  # the night summer time begins
        (utc(2026, 10, 24, 21, 0), "Europe/Zurich", utc(2026, 10, 25, 5)),  # and ends
        (utc(2026, 3, 4, 23, 0), "No/Such_Place", utc(2026, 3, 5, 6)),
        (utc(2026, 3, 4, 23, 0), "", utc(2026, 3, 5, 6)),
    ],
)
def test_morning_is_the_next_six_o_clock_there(now, zone, morning):
    assert quiet.morning(now, zone) == (morning or now)
    assert quiet.is_night(now, zone) is bool(morning)


@pytest.mark.parametrize(
    ("now", "zone", "weekly", "due"),
    [
        (utc(2026, 3, 4, 7, 59), "UTC", False, utc(2026, 3, 4, 8)),
        (utc(2026, 3, 4, 8, 0), "UTC", False, utc(2026, 3, 5, 8)),
        (utc(2026, 3, 9, 7, 0), "UTC", True, utc(2026, 3, 9, 8)),  # a Monday morning
        (utc(2026, 3, 9, 9, 0), "UTC", True, utc(2026, 3, 16, 8)),
        (utc(2026, 3, 4, 22, 0), "Asia/Kathmandu", False, utc(2026, 3, 5, 2, 15)),
        (utc(2026, 3, 28, 12, 0), "Europe/Zurich", False, utc(2026, 3, 29, 6)),
    ],
)
def test_digests_are_for_eight_o_clock_there(now, zone, weekly, due):
    assert quiet.next_digest(now, zone, weekly=weekly) == due
