"""The shapes of what people send. Forms check and never save."""

from .imports import MappingForm, UploadForm
from .portfolio import BeginForm, ManagerForm, MemberForm, TierForm
from .rows import row_form
from .sections import SectionForm, raw_given, settled

__all__ = [
    "BeginForm",
    "ManagerForm",
    "MappingForm",
    "MemberForm",
    "SectionForm",
    "TierForm",
    "UploadForm",
    "raw_given",
    "row_form",
    "settled",
]
