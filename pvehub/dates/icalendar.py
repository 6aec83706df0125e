"""iCalendar as RFC 5545 has it, as far as a list of days needs it: written, never read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

OCTETS: Final = 75  # of one line, without its end (RFC 5545, 3.1)
PRODUCT: Final = "-//PVE Hub//Due dates//EN"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Day:
    """One event that takes a whole day, wherever its reader is: the day is an office's own and moves with no time zone."""

    uid: str
    on: date
    summary: str
    url: str


def calendar(name: str, days: Iterable[Day], *, now: datetime) -> str:
    """The calendar as it is sent. The stamp is the beginning of the day on which it was written, so that what has not
    changed since this morning is the same to the byte."""
    stamp = now.astimezone(UTC).replace(hour=0, minute=0, second=0).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for day in days:
        lines += _event(day, stamp)
    return "".join(f"{fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(day: Day, stamp: str) -> list[str]:
    """The end is the day after, which does not belong to it any more (3.6.1); nobody is busy because something is due."""
    return [
        "BEGIN:VEVENT",
        f"UID:{day.uid}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{text(day.summary)}",
        f"URL:{_CONTROL.sub('', day.url)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def text(words: str) -> str:
    """A text as a value (3.3.11): what would end the value or the line is escaped, what no calendar may hold is left out."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return _CONTROL.sub("", escaped)


def fold(line: str) -> str:
    """A line in pieces of at most 75 octets, each after the first with a blank before it; no sign is cut in two (3.1)."""
    pieces, piece, room = [], "", OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", OCTETS - 1  # the blank counts
        piece, room = piece + sign, room - size
    return "\r\n ".join([*pieces, piece])
