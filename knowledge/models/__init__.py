"""The nouns of knowledge: resources, texts, files, reviews, what people say of them, look for, collect and promise."""

from knowledge.models.citations import Citation
from knowledge.models.collections import Collection, CollectionItem, ReadingAssignment, ReadingDone
from knowledge.models.compendia import Compendium
from knowledge.models.curation import Curation, Decision
from knowledge.models.expertise import Expertise
from knowledge.models.finding import Asked, SavedSearch
from knowledge.models.following import Follow
from knowledge.models.glossary import Definition, GlossaryComment, GlossaryEntry, Level, ReadingLevel
from knowledge.models.grants import ResourceGroupGrant, ResourceUserGrant
from knowledge.models.guidance import Clause, ClauseComment, Consultation, Guidance
from knowledge.models.importing import ReferenceList, ReferenceRow
from knowledge.models.lexicon import HintCount, WordProposal
from knowledge.models.meetings import (
    AgendaItem,
    FeedbackComment,
    FeedbackGiven,
    FeedbackRating,
    Meeting,
    MeetingDocument,
    Topic,
)
from knowledge.models.messages import Approval, MessageLanguage
from knowledge.models.negotiating import NegotiationNote
from knowledge.models.promises import FollowUpAction, Recommendation
from knowledge.models.prompting import LessonPrompt
from knowledge.models.resource import Resource
from knowledge.models.revision import Attachment, Revision
from knowledge.models.talking import Discussion, EarlierWords, Flag, Reply, TalkFollow
from knowledge.models.trusting import Contest, Feature, Use
from knowledge.models.turning import TrustChange
from knowledge.models.wording import KeptWord, RedLine

__all__ = [
    "HintCount",
    "WordProposal",
    "Discussion",
    "EarlierWords",
    "Expertise",
    "Flag",
    "Reply",
    "TalkFollow",
    "LessonPrompt",
    "AgendaItem",
    "Approval",
    "Asked",
    "Attachment",
    "Clause",
    "ClauseComment",
    "Citation",
    "Collection",
    "CollectionItem",
    "Compendium",
    "Consultation",
    "Contest",
    "Curation",
    "Decision",
    "Definition",
    "Feature",
    "FeedbackComment",
    "FeedbackGiven",
    "FeedbackRating",
    "Follow",
    "FollowUpAction",
    "GlossaryComment",
    "GlossaryEntry",
    "Level",
    "Meeting",
    "MeetingDocument",
    "MessageLanguage",
    "Guidance",
    "KeptWord",
    "NegotiationNote",
    "ReadingAssignment",
    "ReadingDone",
    "ReadingLevel",
    "Recommendation",
    "RedLine",
    "ReferenceList",
    "ReferenceRow",
    "Resource",
    "ResourceGroupGrant",
    "ResourceUserGrant",
    "Revision",
    "SavedSearch",
    "Topic",
    "TrustChange",
    "Use",
]
