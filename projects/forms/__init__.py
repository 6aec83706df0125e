"""The shapes of what people send. Forms check and never save."""

from .compendia import CompendiumForm
from .documents import DocumentForm
from .exports import ExportForm
from .imports import MappingForm, UploadForm
from .landscape import OtherForm
from .monitoring import IndicatorForm, bank
from .portfolio import BeginForm, ManagerForm, MemberForm, TierForm
from .rows import row_form
from .sections import SectionForm, raw_given, settled
from .values import ValueForm

__all__ = [
    "BeginForm",
    "CompendiumForm",
    "DocumentForm",
    "IndicatorForm",
    "ExportForm",
    "ManagerForm",
    "MappingForm",
    "MemberForm",
    "OtherForm",
    "SectionForm",
    "TierForm",
    "UploadForm",
    "ValueForm",
    "bank",
    "raw_given",
    "row_form",
    "settled",
]
