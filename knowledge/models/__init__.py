"""The nouns of knowledge: resources, their frozen texts, files, reviews, and who follows them."""

from knowledge.models.curation import Curation, Decision
from knowledge.models.following import Follow
from knowledge.models.grants import ResourceGroupGrant, ResourceUserGrant
from knowledge.models.resource import Resource
from knowledge.models.revision import Attachment, Revision

__all__ = [
    "Attachment",
    "Curation",
    "Decision",
    "Follow",
    "Resource",
    "ResourceGroupGrant",
    "ResourceUserGrant",
    "Revision",
]
