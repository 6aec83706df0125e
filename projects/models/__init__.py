"""The nouns of projects: the record, its content, its partners, and other organizations' projects."""

from .content import Activity, Answer, Driver, FieldDraft, Outcome
from .landscape import ImportBatch, OtherProject
from .partners import Organization, Participation
from .project import Project, ProjectGroupGrant, ProjectMember, ProjectUserGrant, RefCounter

__all__ = [
    "Activity",
    "Answer",
    "Driver",
    "FieldDraft",
    "ImportBatch",
    "Organization",
    "OtherProject",
    "Outcome",
    "Participation",
    "Project",
    "ProjectGroupGrant",
    "ProjectMember",
    "ProjectUserGrant",
    "RefCounter",
]
