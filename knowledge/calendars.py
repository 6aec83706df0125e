"""A meeting as an entry of a calendar (RFC 5545). What is restricted is named by nothing but its days. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from knowledge.models import Meeting

#: From this tier on a calendar, which lies on servers and phones, is not told what it is about.
RESTRICTED = 1
LONGEST = 75  # octets of one line


def entry(meeting: Meeting) -> bytes:
    """The file: one event of whole days."""
    is_open = meeting.tier < RESTRICTED
    url = f"{settings.SITE_URL}{meeting.get_absolute_url()}"
    stamp = (meeting.called_off_at or meeting.made_at).astimezone(UTC)
    rows = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//PVE Hub//Meetings//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{meeting.uid}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{meeting.starts_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{meeting.ends_on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(meeting.title if is_open else _('Meeting'))}",
        *([f"LOCATION:{_escaped(meeting.place)}"] if is_open and meeting.place else []),
        f"URL:{url}",
        f"STATUS:{'CANCELLED' if meeting.called_off_at else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(piece for row in rows for piece in _folded(row))


def _escaped(text: str) -> str:
    """No text ends its own line or property."""
    text = " ".join(text.split())
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(row: str) -> Iterator[bytes]:
    """Lines of at most 75 octets, never cut within a sign."""
    line = b""
    for sign in row:
        octets = sign.encode()
        if len(line) + len(octets) > LONGEST:
            yield line + b"\r\n"
            line = b" "
        line += octets
    yield line + b"\r\n"
