"""The nouns of endorsement: a case, its frozen versions, the people on it, their words, the decision and its letter."""

from .case import Case, CaseGroupGrant, CaseUserGrant, ClockInterval, Draft
from .clearance import Clearance, RegionalAdvice
from .decision import Condition, Decision, Letter, LetterBook, Reversal, ScopeFinding
from .life import LessonWaiver, Override
from .review import Assignment, Recusal, Review
from .submission import Submission
from .thread import Comment, Thread

__all__ = [
    "Assignment",
    "Case",
    "CaseGroupGrant",
    "CaseUserGrant",
    "Clearance",
    "ClockInterval",
    "Comment",
    "Condition",
    "Decision",
    "Draft",
    "LessonWaiver",
    "Letter",
    "LetterBook",
    "Override",
    "Recusal",
    "RegionalAdvice",
    "Reversal",
    "Review",
    "ScopeFinding",
    "Submission",
    "Thread",
]
