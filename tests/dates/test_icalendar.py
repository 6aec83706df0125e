"""The writing of a calendar: RFC 5545 to the octet, whatever words come."""

import re
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from pvehub.dates import icalendar

NOW = datetime(2026, 3, 4, 21, 17, 5, tzinfo=UTC)
WORDS = st.text(alphabet=st.characters(codec="utf-8"), max_size=300)


def read(body):
    """Lines unfolded, as a calendar program does it (3.1), and texts unescaped (3.3.11)."""
    assert body.endswith("\r\n")
    lines = re.sub(r"\r\n[ \t]", "", body).split("\r\n")[:-1]
    return [tuple(line.partition(":")[::2]) for line in lines]


def said(value):
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), value)


@settings(max_examples=80, deadline=None)
@given(WORDS)
def test_any_words_come_back_and_no_line_is_longer_than_75_octets_or_cuts_a_sign(words):
    day = icalendar.Day("a@hub.test", date(2026, 12, 31), words, "https://hub.test/dates/a/")
    body = icalendar.calendar(words, [day], now=NOW)

    raw = body.encode()
    lines = raw.split(b"\r\n")
    assert (
        max(map(len, lines)) <= 75 and b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    )
    assert all(line.decode() or line == b"" for line in lines)  # each is UTF-8 of its own
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", words.replace("\r\n", "\n").replace("\r", "\n"))
    told = dict(read(body))
    assert said(told["SUMMARY"]) == kept == said(told["X-WR-CALNAME"])


def test_a_calendar_has_what_the_standard_asks_for_and_whole_days_that_end_the_day_after():
    day = icalendar.Day("a@hub.test", date(2028, 2, 28), "A report is due.", "https://hub.test/dates/a/")
    lines = read(icalendar.calendar("Due, all; of it", [day], now=NOW))

    assert lines[:5] == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//PVE Hub//Due dates//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ]
    assert ("X-WR-CALNAME", r"Due\, all\; of it") in lines and lines[-1] == ("END", "VCALENDAR")
    event = lines[lines.index(("BEGIN", "VEVENT")) : lines.index(("END", "VEVENT")) + 1]
    assert event[1:5] == [
        ("UID", "a@hub.test"),
        ("DTSTAMP", "20260304T000000Z"),
        ("DTSTART;VALUE=DATE", "20280228"),
        ("DTEND;VALUE=DATE", "20280229"),
    ]


def test_a_sign_of_several_octets_goes_whole_to_the_next_line():
    line = "SUMMARY:" + "a" * 66 + "é" + "𐍈" * 40
    pieces = icalendar.fold(line).split("\r\n ")

    assert pieces[0] == "SUMMARY:" + "a" * 66 and "".join(pieces) == line
    assert all(len(piece.encode()) <= (75 if n == 0 else 74) for n, piece in enumerate(pieces))
