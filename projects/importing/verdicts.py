"""What the dry run says of a row, and how it is said on the row."""

from collections.abc import Iterable
from typing import Any

from ..models import ImportRow

OWN, OTHER = "project", "other"  # what a row becomes
Verdict = ImportRow.Verdict
Choice = ImportRow.Choice
APPLIED = (Verdict.NEW, Verdict.CHANGED)
PILLS = {
    "new": "ok",
    "changed": "info",
    "unchanged": "neutral",
    "unclear": "warn",
    "not_yours": "neutral",
    "refused": "danger",
}


def stop(row: ImportRow, verdict: str, column: str, reason: str, choices: Iterable[str] = ()) -> None:
    """Give the verdict; a refusal outweighs a doubt, and every problem is told once."""
    note(row, column, reason)
    row.choices = list(dict.fromkeys([*row.choices, *map(str, choices)]))
    if row.verdict != Verdict.REFUSED:
        row.verdict = verdict


def note(row: ImportRow, column: str, reason: str) -> None:
    """Tell something of a column that does not stop the row."""
    if [column, reason] not in row.problems:
        row.problems.append([column, reason])


def counted(numbers: Iterable[tuple[str, str, int]]) -> dict[str, Any]:
    """How many rows have which verdict; our projects and other organizations' apart, and in all. JSON."""
    counts: dict[str, int] = {"rows": 0}
    for becomes, verdict, number in numbers:
        counts[f"{becomes}_{verdict}"] = number
        counts[verdict] = counts.get(verdict, 0) + number
        counts["rows"] += number
    return dict(sorted(counts.items()))
