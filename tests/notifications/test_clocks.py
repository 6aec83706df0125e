"""A clock that jumps: over changes to and from summer time in both hemispheres, over leap days, back and far forward.

Beat runs whenever the walk lets it; people live in whole, half and quarter hours from UTC. Whatever the clock does, each
mail goes out once, none at night where its reader is, unless it is urgent, and in the end none is missing.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from pvehub.notifications import digests, notify, outbox, quiet
from pvehub.notifications.actions import prefer
from pvehub.notifications.models import Delivery
from tests import make
from tests.machinery.amount import FULL

ZONES = (
    "Asia/Kabul",  # +04:30
    "Asia/Kathmandu",  # +05:45
    "Africa/Niamey",
    "Africa/Cairo",  # summer time, and a week that ends on Thursday
    "Europe/Zurich",
    "America/Santiago",  # summer time in the south, changed at midnight
    "Australia/Lord_Howe",  # summer time of half an hour
    "Pacific/Kiritimati",  # +14:00
)
# The day before: spring and autumn changes north and south, leap days, the turn of a year.
MOMENTS = ("2026-03-28", "2026-10-24", "2026-04-04", "2026-09-05", "2028-02-28", "2027-12-31", "2026-04-23")
JUMPS = (
    *(timedelta(minutes=m) for m in (1, 7, 29, 31, 45, 61)),
    *(timedelta(hours=h) for h in (2, 3, 5, 8, 13)),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=9),  # beat was away
    -timedelta(minutes=40),
    -timedelta(hours=3),  # the clock was set right
)
KINDS = ("letters.sent", "letters.decided", "letters.listed")
URGENT = "letters.decided"
WALKS = 40 if FULL else 7

pytestmark = pytest.mark.django_db


def _beat(sink, zones, seen, now):
    """One round of the timers; gives what was mailed at night though it could have waited."""
    digests.gather()
    outbox.send()
    new = sink.messages[len(seen) :]
    seen += new
    urgent = set(Delivery.objects.filter(notice__kind=URGENT).values_list("message_id", flat=True))
    return [
        (message["To"], now)
        for message in new
        if quiet.is_night(now, zones[message["To"]]) and message["Message-ID"] not in urgent
    ]


@pytest.mark.parametrize("seed", range(WALKS))
def test_whatever_the_clock_does_each_mail_goes_out_once_and_none_at_night(smtp_sink, at, seed):
    chance = random.Random(seed)
    now = at(datetime.fromisoformat(MOMENTS[seed % len(MOMENTS)]).replace(tzinfo=UTC))
    people = [make.officer(time_zone=zone) for zone in ZONES]
    zones = {person.email: person.time_zone for person in people}
    for person in people:
        prefer(person, {"letters.sent": chance.choice(["now", "daily", "weekly"])})
    seen, at_night = [], []
    for _step in range(30):
        notify([chance.choice(people)], chance.choice(KINDS))
        now = at(now + chance.choice(JUMPS))
        at_night += _beat(smtp_sink, zones, seen, now)
    for _hour in range(24 * 9):  # nothing new: all that is owed comes
        now = at(now + timedelta(hours=1))
        if Delivery.objects.filter(state="waiting").exists():
            at_night += _beat(smtp_sink, zones, seen, now)

    assert at_night == []
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert set(states) <= {"sent", "gathered"}, states
    sent = Counter(message["Message-ID"] for message in smtp_sink.messages)
    assert sent == Counter(Delivery.objects.filter(state="sent").values_list("message_id", flat=True))
    assert set(sent.values()) == {1}
    assert not Delivery.objects.filter(state="gathered").exclude(gathered_into__state="sent").exists()


@pytest.mark.parametrize("zone", ZONES)
def test_morning_and_digest_are_in_the_future_and_at_their_hour_on_every_day_of_two_years(zone):
    """Also on the day that has no such hour, or has it twice."""
    now = datetime(2027, 1, 1, 0, 30, tzinfo=UTC)
    for _ in range(2 * 366 * 4):
        now += timedelta(hours=6, minutes=1)
        morning, digest = quiet.morning(now, zone), quiet.next_digest(now, zone)
        there = digest.astimezone(quiet.zone(zone))
        assert now <= morning <= now + timedelta(hours=10) and not quiet.is_night(morning, zone)
        assert now < digest <= now + timedelta(hours=26)
        assert (there.hour, there.minute) == (8, 0)
