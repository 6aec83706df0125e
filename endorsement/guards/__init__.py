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
from .findings import Weighed, place, terms, to_keep_words, to_settle_red_lines, weigh, words_now
from .reports import final_report_blockers, register_unreviewed, to_send_report
from .reviews import ALWAYS, to_give_review

__all__ = [
    "ALWAYS",
    "Weighed",
    "final_report_blockers",
    "named",
    "past_grace",
    "place",
    "register_unreviewed",
    "same_words",
    "terms",
    "to_activate",
    "to_close",
    "to_conclude",
    "to_endorse",
    "to_give_review",
    "to_keep_words",
    "to_leave_scope",
    "to_lift",
    "to_override",
    "to_recall",
    "to_release",
    "to_reopen",
    "to_resubmit",
    "to_return",
    "to_send_report",
    "to_settle_red_lines",
    "to_submit",
    "weigh",
    "words_now",
]
