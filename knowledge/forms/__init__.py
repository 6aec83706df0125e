"""Forms of knowledge: shape only."""

from knowledge.forms.collections import AssignForm, CollectForm, CollectionForm, NoteForm
from knowledge.forms.ending import SupersedeForm
from knowledge.forms.feeds import FeedForm
from knowledge.forms.finding import SavedSearchForm, SearchForm, SynonymForm, WeightForm
from knowledge.forms.importing import ReferencesForm
from knowledge.forms.resources import TIERS, AttachmentForm, DecisionForm, ReasonForm, ResourceForm
from knowledge.forms.terms import MergeForm, TermForm
from knowledge.forms.trusting import AnswerForm, ContestForm, FeatureForm

__all__ = [
    "AnswerForm",
    "AssignForm",
    "AttachmentForm",
    "CollectForm",
    "CollectionForm",
    "ContestForm",
    "DecisionForm",
    "FeedForm",
    "FeatureForm",
    "MergeForm",
    "NoteForm",
    "ReasonForm",
    "ReferencesForm",
    "ResourceForm",
    "SavedSearchForm",
    "SearchForm",
    "SupersedeForm",
    "SynonymForm",
    "TIERS",
    "TermForm",
    "WeightForm",
]
