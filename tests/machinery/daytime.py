"""Tests must not depend on the hour they run at: nobody is mailed at night."""

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone


def zone_where_it_is_day() -> str:
    """A time zone in which it is about noon; for tests on the real clock."""
    ahead = 12 - timezone.now().hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def next_morning() -> Any:
    """Within it it is nine in the morning of tomorrow in UTC, and the clock goes on."""
    return time_machine.travel(timezone.now().replace(hour=9, minute=0) + timedelta(days=1))


def next_night() -> Any:
    """Within it it is half past ten at night of tomorrow in UTC, and the clock stands."""
    return time_machine.travel(timezone.now().replace(hour=22, minute=30) + timedelta(days=1), tick=False)
