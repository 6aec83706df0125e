"""The nouns of knowledge: resources, their frozen texts, files, reviews, what people say of them, look for and collect."""

from knowledge.models.collections import Collection, CollectionItem, ReadingAssignment, ReadingDone
from knowledge.models.curation import Curation, Decision
from knowledge.models.finding import Asked, SavedSearch
from knowledge.models.following import Follow
from knowledge.models.grants import ResourceGroupGrant, ResourceUserGrant
from knowledge.models.importing import ReferenceList, ReferenceRow
from knowledge.models.resource import Resource
from knowledge.models.revision import Attachment, Revision
from knowledge.models.trusting import Contest, Feature, Use

__all__ = [
    "Asked",
    "Attachment",
    "Collection",
    "CollectionItem",
    "Contest",
    "Curation",
    "Decision",
    "Feature",
    "Follow",
    "ReadingAssignment",
    "ReadingDone",
    "ReferenceList",
    "ReferenceRow",
    "Resource",
    "ResourceGroupGrant",
    "ResourceUserGrant",
    "Revision",
    "SavedSearch",
    "Use",
]
