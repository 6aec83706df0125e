"""Forms of knowledge: shape only."""

from knowledge.forms.finding import SavedSearchForm, SearchForm
from knowledge.forms.resources import TIERS, AttachmentForm, DecisionForm, ReasonForm, ResourceForm
from knowledge.forms.terms import MergeForm, TermForm

__all__ = [
    "TIERS",
    "AttachmentForm",
    "DecisionForm",
    "MergeForm",
    "ReasonForm",
    "ResourceForm",
    "TermForm",
    "SavedSearchForm",
    "SearchForm",
]
