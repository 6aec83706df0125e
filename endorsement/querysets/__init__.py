"""Every read of endorsement, each starting from `visible_to`, and failing closed."""

from .cases import (
    CaseQuerySet,
    ClearanceQuerySet,
    ConditionQuerySet,
    InternalQuerySet,
    OfCaseQuerySet,
    OverrideQuerySet,
    ProposalQuerySet,
    ReaderQuerySet,
    ReviewQuerySet,
    SubmissionQuerySet,
    ThreadQuerySet,
)
from .decisions import ENDORSING, DecisionQuerySet
from .findings import FindingQuerySet
from .reports import ReportQuerySet, ReportReviewQuerySet, ReportVersionQuerySet
from .support import ANSWERING, SupportQuerySet

__all__ = [
    "ANSWERING",
    "ReaderQuerySet",
    "CaseQuerySet",
    "ClearanceQuerySet",
    "ConditionQuerySet",
    "DecisionQuerySet",
    "ENDORSING",
    "FindingQuerySet",
    "InternalQuerySet",
    "OfCaseQuerySet",
    "OverrideQuerySet",
    "ProposalQuerySet",
    "ReportQuerySet",
    "ReportReviewQuerySet",
    "ReportVersionQuerySet",
    "ReviewQuerySet",
    "SubmissionQuerySet",
    "SupportQuerySet",
    "ThreadQuerySet",
]
