"""RIS: two letters, two blanks, a dash; TY begins an entry, ER ends it. What has no tag goes on with the line before.

An entry that is not ended, or text outside of any, is told with its line; the entries around it are read.
"""

import re
from collections.abc import Iterator
from typing import IO, Any

from child.limits import Refused
from references.lines import LONGEST_ENTRY, counted, lines

_TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|\s*)$")
_TYPE = re.compile(r"[A-Z][A-Z0-9 ]{0,11}")


def read(stream: IO[bytes]) -> Iterator[object]:
    """Every entry with the line it begins at."""
    return counted(_entries(stream))


def _entries(stream: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    entry: _Entry | None = None
    stray = any_entry = False  # whether text outside of entries was told already
    for number, line in lines(stream):
        tag, value = _split(line)
        if tag == "TY":
            if entry:
                yield entry.begins, {"broken": "no_end", "next": number}
            entry, stray, any_entry = _Entry(number, value), False, True
        elif tag == "ER" and entry:
            yield entry.begins, entry.told()
            entry = None
        elif entry:
            entry.take(number, tag, value or line)
        elif line.strip() and not stray:
            stray = True
            yield number, {"broken": "outside"}
    if entry:
        yield entry.begins, {"broken": "no_end_at_all"}
    if not any_entry:
        raise Refused("no_entries")


def _split(line: str) -> tuple[str, str]:
    found = _TAG.match(line)
    return (found[1], (found[2] or "").strip()) if found else ("", "")


class _Entry:
    """What stands between TY and ER, tag by tag."""

    def __init__(self, begins: int, kind: str) -> None:
        self.begins, self.kind, self.size, self.last = begins, kind.strip().upper(), 0, ""
        self.tags: dict[str, list[str]] = {}

    def take(self, number: int, tag: str, text: str) -> None:
        self.size += len(text)
        if self.size > LONGEST_ENTRY:
            self.tags = {}
        elif tag:
            self.tags.setdefault(tag, []).append(text)
            self.last = tag
        elif self.last and text.strip():
            self.tags[self.last][-1] += f"\n{text.strip()}"

    def told(self) -> dict[str, Any]:
        if self.size > LONGEST_ENTRY:
            return {"broken": "long", "most": LONGEST_ENTRY}
        if not _TYPE.fullmatch(self.kind):
            return {"broken": "no_type"}
        return {"type": self.kind, "tags": self.tags}
