"""Clauses of a guidance note: how the lines of a text become numbered clauses, and how two texts differ. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from knowledge.kinds.shapes import WEIGHTS

#: A line that begins with this opens a section.
HEADING: Final = "#"
#: Two clauses that share more than this of their words, in their order, are one clause that was changed.
ALIKE: Final = 0.5

_MARKS: Final = {word: force for force, words in WEIGHTS.items() for word in words}
_MARK: Final = re.compile(
    rf"(?P<mark>{'|'.join(sorted(map(re.escape, _MARKS), key=len, reverse=True))})\b\s*[:.,–-]?\s*", re.IGNORECASE
)
#: How a clause is cited: the number of its note, and its own: G-0007 §3.2.
CITED: Final = re.compile(r"(?<![\w-])G-(?P<note>\d{1,6})(?:\s*§\s*(?P<clause>\d{1,3}(?:\.\d{1,3})?))?(?![\w-])")

#: How a red line of the register is named: RL-3.
RED_LINE: Final = re.compile(r"(?<![\w-])RL-(?P<line>\d{1,4})(?![\w-])")


@dataclass(frozen=True)
class Line:
    """One clause as its author wrote it: its number, the section it stands in, how far it binds, its words."""

    number: str
    section: str
    force: str
    text: str


@dataclass(frozen=True)
class Change:
    """What became of one clause: "same", "moved" (only its number), "changed", "new" or "gone"."""

    how: str
    old: Line | None
    new: Line | None


def parse(value: str) -> list[Line]:
    """The clauses of a text in their order. Under headings they are numbered 1.1, 1.2, 2.1; without any 1, 2, 3. A line
    without a mark counts as one that should be followed: the form refuses it before it comes that far."""
    found: list[Line] = []
    section, sections, at = "", 0, 0
    for line in filter(None, map(str.strip, value.splitlines())):
        if line.startswith(HEADING):
            section, sections, at = line.lstrip(f"{HEADING} ").strip(), sections + 1, 0
            continue
        at += 1
        mark = _MARK.match(line)
        force = _MARKS[mark["mark"].upper()] if mark else "should"
        words = line[mark.end() :] if mark else line
        found.append(Line(f"{sections}.{at}" if sections else str(at), section, force, words or line))
    return found


def changes(old: Sequence[Line], new: Sequence[Line]) -> list[Change]:
    """Clause by clause, in the order of the newer text; what is gone stands last. A clause keeps its identity by its words,
    not by its number."""
    left = list(old)
    pairs: dict[int, Line] = {}
    for at, line in enumerate(new):
        if same := next((one for one in left if (one.force, one.text) == (line.force, line.text)), None):
            pairs[at] = same
            left.remove(same)
    for at, line in enumerate(new):
        if at not in pairs and (near := _nearest(line, left)):
            pairs[at] = near
            left.remove(near)
    told = [Change(_how(pairs.get(at), line), pairs.get(at), line) for at, line in enumerate(new)]
    return told + [Change("gone", line, None) for line in left]


def _how(old: Line | None, new: Line) -> str:
    if old is None:
        return "new"
    if (old.force, old.text) != (new.force, new.text):
        return "changed"
    return "same" if (old.number, old.section) == (new.number, new.section) else "moved"


def _nearest(line: Line, left: Sequence[Line]) -> Line | None:
    best: tuple[float, Line | None] = (ALIKE, None)
    words = _words(line.text)
    for one in left:
        match = SequenceMatcher(None, _words(one.text), words, autojunk=False)
        if match.quick_ratio() > best[0] and (share := match.ratio()) > best[0]:
            best = (share, one)
    return best[1]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def cited(text: str) -> list[tuple[int, str]]:
    """The notes and clauses a text cites, (7, "3.2") or (7, "") for the whole note, once each, in their order."""
    found = ((int(match["note"]), match["clause"] or "") for match in CITED.finditer(text))
    return list(dict.fromkeys(found))


def red_lines(text: str) -> list[int]:
    """The red lines of the register that a text names, once each, in their order."""
    return list(dict.fromkeys(int(match["line"]) for match in RED_LINE.finditer(text)))
