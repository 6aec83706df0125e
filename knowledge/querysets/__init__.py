"""Reads of knowledge: the one door of resources and what is read through it."""

from knowledge.querysets.citations import CitationQuerySet
from knowledge.querysets.collections import AssignmentQuerySet, CollectionQuerySet, ItemQuerySet
from knowledge.querysets.compendia import CompendiumQuerySet
from knowledge.querysets.finding import AskedQuerySet, SavedSearchQuerySet
from knowledge.querysets.glossary import (
    DefinitionQuerySet,
    GlossaryCommentQuerySet,
    GlossaryQuerySet,
    ReadingLevelQuerySet,
    keeps_glossary,
)
from knowledge.querysets.guiding import (
    ApprovalQuerySet,
    ClauseCommentQuerySet,
    ClauseQuerySet,
    ConsultationQuerySet,
    NegotiationQuerySet,
)
from knowledge.querysets.importing import ReferenceListQuerySet
from knowledge.querysets.lexicon import HintCountQuerySet, WordProposalQuerySet
from knowledge.querysets.meetings import ORGANIZES, DocumentQuerySet, MeetingQuerySet, TopicQuerySet, organizes_at
from knowledge.querysets.promises import FollowUpQuerySet, RecommendationQuerySet
from knowledge.querysets.prompting import PromptQuerySet
from knowledge.querysets.resources import ResourceQuerySet, by_tier, name_column, serves
from knowledge.querysets.revisions import AttachmentQuerySet, CurationQuerySet, RevisionQuerySet
from knowledge.querysets.talking import DiscussionQuerySet, ExpertiseQuerySet, FlagQuerySet, ReplyQuerySet
from knowledge.querysets.trusting import ContestQuerySet, FeatureQuerySet, UseQuerySet
from knowledge.querysets.turning import TrustChangeQuerySet
from knowledge.querysets.wording import KeptWordQuerySet, RedLineQuerySet

__all__ = [
    "HintCountQuerySet",
    "WordProposalQuerySet",
    "DiscussionQuerySet",
    "ExpertiseQuerySet",
    "FlagQuerySet",
    "ReplyQuerySet",
    "PromptQuerySet",
    "ORGANIZES",
    "ApprovalQuerySet",
    "ClauseCommentQuerySet",
    "ClauseQuerySet",
    "ConsultationQuerySet",
    "NegotiationQuerySet",
    "AskedQuerySet",
    "AssignmentQuerySet",
    "AttachmentQuerySet",
    "CitationQuerySet",
    "CollectionQuerySet",
    "CompendiumQuerySet",
    "ContestQuerySet",
    "CurationQuerySet",
    "DefinitionQuerySet",
    "DocumentQuerySet",
    "FeatureQuerySet",
    "FollowUpQuerySet",
    "GlossaryCommentQuerySet",
    "GlossaryQuerySet",
    "ItemQuerySet",
    "KeptWordQuerySet",
    "MeetingQuerySet",
    "ReadingLevelQuerySet",
    "RedLineQuerySet",
    "RecommendationQuerySet",
    "ReferenceListQuerySet",
    "ResourceQuerySet",
    "RevisionQuerySet",
    "SavedSearchQuerySet",
    "TopicQuerySet",
    "TrustChangeQuerySet",
    "UseQuerySet",
    "by_tier",
    "keeps_glossary",
    "name_column",
    "organizes_at",
    "serves",
]
