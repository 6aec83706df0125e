"""The nouns of projects: the record, its content, its partners, and other organizations' projects."""

from .content import Activity, Answer, Driver, FieldDraft, Outcome
from .landscape import ImportBatch, OtherProject
from .life import CodeBook, Follow, Update, Visit
from .partners import Organization, Participation
from .project import Project, ProjectGroupGrant, ProjectMember, ProjectUserGrant, RefCounter
from .saved import SavedView

__all__ = [
    "Activity",
    "Answer",
    "CodeBook",
    "Driver",
    "FieldDraft",
    "Follow",
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
    "Update",
    "Visit",
    "SavedView",
]
