"""Lists from elsewhere: reading the file, matching its columns, and planning what applying would do. Nothing here writes."""

from .checking import NEW, OTHER, OWN, Plan, PlannedRow, Verdict, plan
from .mapping import TARGETS, Mapping, guess
from .reading import Sheet, Unreadable, read_csv

__all__ = [
    "NEW",
    "OTHER",
    "OWN",
    "TARGETS",
    "Mapping",
    "Plan",
    "PlannedRow",
    "Sheet",
    "Unreadable",
    "Verdict",
    "guess",
    "plan",
    "read_csv",
]
