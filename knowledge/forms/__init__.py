"""Forms of knowledge: shape only."""

from knowledge.forms.resources import TIERS, AttachmentForm, DecisionForm, ReasonForm, ResourceForm

__all__ = [
    "TIERS",
    "AttachmentForm",
    "DecisionForm",
    "ReasonForm",
    "ResourceForm",
]
