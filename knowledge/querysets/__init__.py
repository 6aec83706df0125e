"""Reads of knowledge: the one door of resources and what is read through it."""

from knowledge.querysets.collections import AssignmentQuerySet, CollectionQuerySet, ItemQuerySet
from knowledge.querysets.finding import AskedQuerySet, SavedSearchQuerySet
from knowledge.querysets.importing import ReferenceListQuerySet
from knowledge.querysets.resources import ResourceQuerySet, by_tier, name_column
from knowledge.querysets.revisions import AttachmentQuerySet, CurationQuerySet, RevisionQuerySet
from knowledge.querysets.trusting import ContestQuerySet, FeatureQuerySet, UseQuerySet

__all__ = [
    "AskedQuerySet",
    "AssignmentQuerySet",
    "AttachmentQuerySet",
    "CollectionQuerySet",
    "ContestQuerySet",
    "CurationQuerySet",
    "FeatureQuerySet",
    "ItemQuerySet",
    "ReferenceListQuerySet",
    "ResourceQuerySet",
    "RevisionQuerySet",
    "SavedSearchQuerySet",
    "UseQuerySet",
    "by_tier",
    "name_column",
]
