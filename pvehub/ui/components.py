"""Plain data for components: what a template needs to draw, and nothing that asks the database."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

BANDS = {"low": 1, "medium": 2, "high": 3, "very_high": 4, "extreme": 5}


@dataclass(frozen=True)
class Task:
    """A row of a task list: what, where it is done, how far it is. `kind` is that of a pill."""

    title: str
    url: str = ""
    status: str = ""
    kind: str = "neutral"
    hint: str = ""
    why_not: str = ""


@dataclass(frozen=True)
class Stage:
    """A step of a stage bar; `state` is done, now or next; `note` holds a date or the usual time."""

    label: str
    state: str = "next"
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of the 5×5 matrix: its band (in words and colour), how many risks stand there, and a note; `marked` outlines it."""

    likelihood: int
    impact: int
    band: str
    count: int = 0
    url: str = ""
    here: bool = False
    note: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Tab:
    """A tab is a link to a page of its own; `count` is shown when it is not None."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Happening:
    """An entry of a timeline that is not an audit event, for galleries and composed timelines."""

    label: str
    at: Any
    actor: str = ""
    note: str = ""
    changes: dict[str, Any] = field(default_factory=dict)


def words_between(old: str, new: str) -> list[tuple[str, str]]:
    """The word diff of two texts as pieces ("=" kept, "-" taken out, "+" put in), in reading order."""
    a, b = (re.findall(r"\s+|[^\s]+", text) for text in (old, new))
    pieces: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("=", "".join(a[i1:i2])))
        else:
            pieces += [("-", "".join(a[i1:i2]))] if i1 < i2 else []
            pieces += [("+", "".join(b[j1:j2]))] if j1 < j2 else []
    return pieces


def matrix_rows(cells: Iterable[Any]) -> list[dict[str, Any]]:
    """Five rows from the likeliest down, five columns from the mildest up, with the given cells in their places."""
    known = {(_of(cell, "likelihood"), _of(cell, "impact")): cell for cell in cells}
    return [
        {
            "likelihood": likelihood,
            "cells": [_drawn(likelihood, impact, known.get((likelihood, impact))) for impact in range(1, 6)],
        }
        for likelihood in range(5, 0, -1)
    ]


def _drawn(likelihood: int, impact: int, cell: Any) -> dict[str, Any]:
    band = _of(cell, "band") if cell else ""
    return {
        "likelihood": likelihood,
        "impact": impact,
        "band": band,
        "shade": BANDS.get(band, 0),
        "count": _of(cell, "count") if cell else 0,
        "url": _of(cell, "url") if cell else "",
        "here": bool(_of(cell, "here")) if cell else False,
        "note": (_of(cell, "note") or "") if cell else "",
        "marked": bool(_of(cell, "marked")) if cell else False,
    }


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
