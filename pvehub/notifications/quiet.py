"""When a person may be mailed: not at night, digests at eight in the morning, all by the clock where the person is."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

NIGHT_FROM, NIGHT_TO = time(22), time(6)
DIGEST_AT = time(8)
MONDAY = 0


def zone(name: str) -> ZoneInfo:
    """The time zone of that name; UTC for a name that this machine does not know."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def morning(now: datetime, zone_name: str) -> datetime:
    """`now` by day; at night, from 22:00 on, the next 06:00 there."""
    there = now.astimezone(zone(zone_name))
    if NIGHT_TO <= there.time() < NIGHT_FROM:
        return now
    day = there.date() + timedelta(days=1 if there.time() >= NIGHT_FROM else 0)
    return datetime.combine(day, NIGHT_TO, tzinfo=there.tzinfo).astimezone(UTC)


def is_night(now: datetime, zone_name: str) -> bool:
    """Whether it is between 22:00 and 06:00 there."""
    return morning(now, zone_name) != now


def next_digest(now: datetime, zone_name: str, *, weekly: bool = False) -> datetime:
    """The next 08:00 there, of the next Monday for a weekly digest. Always after `now`."""
    there = now.astimezone(zone(zone_name))
    day = there.date()
    if there.time() >= DIGEST_AT:
        day += timedelta(days=1)
    if weekly:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return datetime.combine(day, DIGEST_AT, tzinfo=there.tzinfo).astimezone(UTC)
