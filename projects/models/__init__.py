"""The nouns of projects: the record, its content, its partners, and other organizations' projects."""

from .changes import NotifiedChange
from .compendium import Compendium, CompendiumVolume
from .content import Activity, Answer, Driver, FieldDraft, Outcome
from .documents import Document
from .exports import Export
from .landscape import ImportBatch, ImportRow, OtherProject
from .life import CodeBook, Follow, Update, Visit
from .monitoring import Indicator, IndicatorValue, ValueSheet
from .partners import Organization, Participation
from .project import Project, ProjectGroupGrant, ProjectMember, ProjectUserGrant, RefCounter
from .ruling import ClassRuling
from .saved import SavedView
from .tables import Component, ContextAnalysis, Location, TableRow

__all__ = [
    "NotifiedChange",
    "Activity",
    "Answer",
    "ClassRuling",
    "CodeBook",
    "Component",
    "ContextAnalysis",
    "Document",
    "Compendium",
    "CompendiumVolume",
    "Driver",
    "Export",
    "FieldDraft",
    "Follow",
    "ImportBatch",
    "Indicator",
    "IndicatorValue",
    "Location",
    "ImportRow",
    "Organization",
    "OtherProject",
    "Outcome",
    "Participation",
    "Project",
    "ProjectGroupGrant",
    "ProjectMember",
    "ProjectUserGrant",
    "RefCounter",
    "SavedView",
    "TableRow",
    "Update",
    "ValueSheet",
    "Visit",
]
