"""What a change after endorsement asks for, added up against what was endorsed. Pure: no queries, no clock."""

from .rules import Change, Pair, Reason, compare, data_of
from .sums import grown, later, moved
from .words import LABELS, ahead, said, so_far

__all__ = [
    "LABELS",
    "Change",
    "Pair",
    "Reason",
    "ahead",
    "compare",
    "data_of",
    "grown",
    "later",
    "moved",
    "said",
    "so_far",
]
