"""Reads of knowledge: the one door of resources and what is read through it."""

from knowledge.querysets.resources import ResourceQuerySet, by_tier, name_column
from knowledge.querysets.revisions import AttachmentQuerySet, CurationQuerySet, RevisionQuerySet

__all__ = [
    "AttachmentQuerySet",
    "CurationQuerySet",
    "ResourceQuerySet",
    "RevisionQuerySet",
    "by_tier",
    "name_column",
]
