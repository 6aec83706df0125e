"""The nouns of endorsement: a case, its frozen versions, the people on it, their words, the decision and its letter."""

from .case import Case, CaseGroupGrant, CaseUserGrant, ClockInterval, Draft
from .clearance import Clearance, RegionalAdvice
from .decision import Condition, Decision, Letter, LetterBook, Reversal, ScopeFinding
from .finding import Finding
from .life import LessonWaiver, Override
from .proposal import Proposal
from .report import Report, ReportReview, ReportVersion
from .resting import RedLineNamed
from .review import Assignment, Recusal, Review
from .submission import Submission
from .support import SupportEntry, SupportRequest
from .target import Target
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
    "Finding",
    "LessonWaiver",
    "Letter",
    "LetterBook",
    "Override",
    "Proposal",
    "Recusal",
    "RedLineNamed",
    "RegionalAdvice",
    "Report",
    "ReportReview",
    "ReportVersion",
    "Reversal",
    "Review",
    "ScopeFinding",
    "Submission",
    "SupportEntry",
    "SupportRequest",
    "Target",
    "Thread",
]
