"""The lines of a file of references as they were meant, each with its number; how much of them is one entry."""

import io
import re
from collections.abc import Iterator
from typing import IO

from child import sheets
from child.limits import Refused
from child.text import encoding_of, mended

MOST_ENTRIES = 5000
LONGEST_LINE = 200_000  # characters; what is longer is cut, and its entry is broken
LONGEST_ENTRY = 200_000
# Marks that turn the direction of what follows: they belong to no text, and make one read otherwise than it is.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ENDS = re.compile("\r\n|\r")


def lines(stream: IO[bytes]) -> Iterator[tuple[int, str]]:
    """(number from 1, text without its end). Refuses what is no text at all."""
    head = stream.read(4096)
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:8]
    if start[:1] != b"@" and any(start.startswith(magic) for magic in sheets.MAGIC if magic != b"{"):
        raise Refused("no_references")
    stream.seek(0)
    encoding, errors = encoding_of(stream)
    text = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=None)
    number = 0
    try:
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            if "\x00" in line:
                raise Refused("nul", line=number)
            yield number, _TURNS.sub("", mended(line.rstrip("\n")))
            while len(line) > LONGEST_LINE and not line.endswith("\n"):  # the rest of an endless line
                line = text.readline(LONGEST_LINE + 1)
    except UnicodeError:
        raise Refused("characters") from None


def counted(entries: Iterator[tuple[int, dict[str, object]]]) -> Iterator[object]:
    """What the reader says: first that it reads, then every entry; more than are taken are refused whole."""
    first = next(entries, None)
    if first is None:
        raise Refused("no_entries")
    yield {"header": [], "told": {}}
    yield list(first)
    for number, entry in enumerate(entries, 2):
        if number > MOST_ENTRIES:
            raise Refused("entries", most=MOST_ENTRIES)
        yield list(entry)
