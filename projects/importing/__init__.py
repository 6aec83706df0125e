"""Lists from elsewhere: reading the file, matching its columns, and judging what applying would do. Nothing here writes."""

from .checking import AT_A_TIME, judged, remarks
from .mapping import TARGETS, Mapping, guess
from .reading import Sheet, Unreadable, opened
from .verdicts import APPLIED, OTHER, OWN, PILLS, Choice, Verdict, counted

__all__ = [
    "APPLIED",
    "AT_A_TIME",
    "OTHER",
    "OWN",
    "PILLS",
    "TARGETS",
    "Choice",
    "Mapping",
    "Sheet",
    "Unreadable",
    "Verdict",
    "counted",
    "guess",
    "judged",
    "opened",
    "remarks",
]
