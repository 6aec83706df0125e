"""The next morning, wherever the office is: mail that waits for the day goes out, whatever hour the tests run at."""

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone


def next_morning() -> Any:
    """Within it it is nine in the morning of tomorrow in UTC, and the clock goes on."""
    return time_machine.travel(timezone.now().replace(hour=9, minute=0) + timedelta(days=1))


def next_night() -> Any:
    """Within it it is half past ten at night of tomorrow in UTC, and the clock stands."""
    return time_machine.travel(timezone.now().replace(hour=22, minute=30) + timedelta(days=1), tick=False)
