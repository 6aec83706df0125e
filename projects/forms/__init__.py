"""The shapes of what people send. Forms check and never save."""

from .compendia import CompendiumForm
from .documents import DocumentForm
from .exports import ExportForm
from .imports import MappingForm, UploadForm
from .landscape import OtherForm
from .life import FeedForm, FollowForm, ReuseForm, UpdateForm, VisitForm
from .monitoring import BankForm, IndicatorForm, bank
from .portfolio import BeginForm, ManagerForm, MemberForm, TierForm
from .rows import row_form
from .sections import SectionForm, raw_given, settled, why
from .values import SheetForm, ValueForm

__all__ = [
    "BankForm",
    "BeginForm",
    "CompendiumForm",
    "DocumentForm",
    "ExportForm",
    "FeedForm",
    "FollowForm",
    "IndicatorForm",
    "ManagerForm",
    "MappingForm",
    "MemberForm",
    "OtherForm",
    "ReuseForm",
    "SectionForm",
    "SheetForm",
    "TierForm",
    "UpdateForm",
    "UploadForm",
    "ValueForm",
    "VisitForm",
    "bank",
    "raw_given",
    "row_form",
    "settled",
    "why",
]
