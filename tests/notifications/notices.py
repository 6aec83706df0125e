"""Kinds of these tests, listed the way an app lists its own."""

from typing import Any

from pvehub.notifications import Kind


def is_open(about: Any, facts: dict[str, Any]) -> bool:
    """A letter about finished work needs no mail."""
    return about is None or about.is_open


KINDS = [
    Kind("letters.sent", label="A letter was sent", relevant=is_open),
    Kind("letters.decided", label="A letter was decided", urgent=True, always=True),
    Kind("letters.listed", label="A letter was listed", cadence="daily"),
]
