"""Forms of knowledge: shape only."""

from knowledge.forms.collections import AssignForm, CollectForm, CollectionForm, NoteForm
from knowledge.forms.compendia import CompendiumForm
from knowledge.forms.ending import SupersedeForm
from knowledge.forms.feeds import FeedForm
from knowledge.forms.finding import SavedSearchForm, SearchForm, SynonymForm, WeightForm
from knowledge.forms.glossary import (
    DefinitionForm,
    GlossaryFilterForm,
    GlossaryTermForm,
    TermAnswerForm,
    TermCommentForm,
)
from knowledge.forms.importing import ReferencesForm
from knowledge.forms.lexicon import WordForm, as_written
from knowledge.forms.meetings import CallOffForm, DocumentForm, FeedbackForm, MeetingForm, TopicForm
from knowledge.forms.promises import (
    DropForm,
    EvidenceForm,
    PassOnForm,
    ProgressForm,
    PromiseFilterForm,
    PromiseForm,
    RecommendationForm,
    ResponseForm,
    TakeUpForm,
    resource_at,
)
from knowledge.forms.prompting import PutOffForm
from knowledge.forms.resources import TIERS, AttachmentForm, DecisionForm, ReasonForm, ResourceForm
from knowledge.forms.terms import MergeForm, TermForm
from knowledge.forms.trusting import AnswerForm, ContestForm, FeatureForm
from knowledge.forms.use import OutcomeForm, UseForm
from knowledge.forms.wording import RedLineForm

__all__ = [
    "WordForm",
    "as_written",
    "CompendiumForm",
    "PutOffForm",
    "DefinitionForm",
    "GlossaryFilterForm",
    "GlossaryTermForm",
    "TermAnswerForm",
    "TermCommentForm",
    "AnswerForm",
    "AssignForm",
    "AttachmentForm",
    "CallOffForm",
    "CollectForm",
    "CollectionForm",
    "ContestForm",
    "DecisionForm",
    "DocumentForm",
    "DropForm",
    "EvidenceForm",
    "FeatureForm",
    "FeedbackForm",
    "FeedForm",
    "MeetingForm",
    "MergeForm",
    "NoteForm",
    "PassOnForm",
    "ProgressForm",
    "PromiseFilterForm",
    "PromiseForm",
    "OutcomeForm",
    "ReasonForm",
    "RecommendationForm",
    "RedLineForm",
    "ReferencesForm",
    "resource_at",
    "ResourceForm",
    "ResponseForm",
    "SavedSearchForm",
    "SearchForm",
    "SupersedeForm",
    "SynonymForm",
    "TakeUpForm",
    "TermForm",
    "TIERS",
    "TopicForm",
    "UseForm",
    "WeightForm",
]
