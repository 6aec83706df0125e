"""The days of the texts: what lay ahead when they were written lies as far ahead today."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

WRITTEN = date(2026, 11, 28)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# The life of a project moves as a whole; every other day that was over when it was written is history and stays.
LIFE = ("start_on", "end_on")


def moved(said: Any, today: date, name: str = "") -> Any:
    """A text with the days ahead of its writing, and the life of its project, moved on by the whole months since."""
    if isinstance(said, dict):
        return {key: moved(value, today, key) for key, value in said.items()}
    if isinstance(said, list):
        return [moved(value, today, name) for value in said]
    if not isinstance(said, str) or not DAY.fullmatch(said):
        return said
    day = date.fromisoformat(said)
    return _later(day, _months(today)).isoformat() if day > WRITTEN or name in LIFE else said


def _months(today: date) -> int:
    return max(0, (today.year - WRITTEN.year) * 12 + today.month - WRITTEN.month)


def _later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month; a last day stays a last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))
