"""The clock of these tests."""

from datetime import UTC, datetime, timedelta

import pytest

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def at(time_machine):
    """Sets the clock and says what it shows: at(), at(moment, hours=9)."""

    def moved(moment=NOON, **later):
        time_machine.move_to(moment + timedelta(**later), tick=False)
        return moment + timedelta(**later)

    return moved
