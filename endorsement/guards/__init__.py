"""What still stands between a case, a project or a report and its next step: one module per subject."""

from .cases import (
    named,
    same_words,
    to_activate,
    to_close,
    to_conclude,
    to_endorse,
    to_leave_scope,
    to_override,
    to_recall,
    to_release,
    to_reopen,
    to_resubmit,
    to_return,
    to_submit,
)
from .conditions import past_grace, to_lift

__all__ = [
    "named",
    "past_grace",
    "same_words",
    "to_activate",
    "to_close",
    "to_conclude",
    "to_endorse",
    "to_leave_scope",
    "to_lift",
    "to_override",
    "to_recall",
    "to_release",
    "to_reopen",
    "to_resubmit",
    "to_return",
    "to_submit",
]
