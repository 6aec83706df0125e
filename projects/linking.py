"""The theory of a project as a table: which activity answers which driver, through an outcome or directly. Pure.

It reads rows as JSON, so that the working copy and what was endorsed are shown alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """How one activity answers one driver: through these outcomes, directly, or not at all."""

    outcomes: tuple[str, ...] = ()
    is_direct: bool = False

    def __bool__(self) -> bool:
        return self.is_direct or bool(self.outcomes)


@dataclass(frozen=True)
class Line:
    """A driver and its cells, in the order of the activities. `outcomes` are all that answer it, served or not."""

    code: str
    name: str
    cells: tuple[Cell, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """Drivers down, activities across, and what is missing both ways."""

    lines: tuple[Line, ...]
    activities: tuple[str, ...]
    unanswered: tuple[str, ...]  # drivers that no activity answers
    without_outcome: tuple[str, ...]  # drivers that no outcome answers
    loose: tuple[str, ...]  # activities that answer no driver
    is_straight: bool  # one driver, one outcome, one activity in one line

    @property
    def has_gaps(self) -> bool:
        return bool(self.unanswered or self.loose)


def grid(drivers: Sequence[Row], outcomes: Sequence[Row], activities: Sequence[Row], names: Mapping[str, str]) -> Grid:
    """The table of these rows; `names` are the drivers by code, in the language of the reader."""
    answers: dict[str, list[str]] = {}  # driver -> outcomes
    for outcome in outcomes:
        for code in outcome.get("drivers", []):
            answers.setdefault(code, []).append(str(outcome["text"]))
    lines = []
    for driver in drivers:
        code = str(driver["term"])
        by = tuple(answers.get(code, []))
        cells = tuple(
            Cell(
                tuple(text for text in by if text == activity.get("outcome")),
                code in activity.get("drivers", []),
            )
            for activity in activities
        )
        lines.append(Line(code, names.get(code, code), cells, by))
    loose = [
        str(activity["text"])
        for place, activity in enumerate(activities)
        if not any(line.cells[place] for line in lines)
    ]
    return Grid(
        tuple(lines),
        tuple(str(activity["text"]) for activity in activities),
        tuple(line.name for line in lines if not any(line.cells)),
        tuple(line.name for line in lines if not line.outcomes),
        tuple(loose),
        (len(drivers), len(outcomes), len(activities)) == (1, 1, 1) and bool(lines[0].cells[0]),
    )
