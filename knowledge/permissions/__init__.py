"""Who may do what with knowledge, as the sentence that greys out the button and explains the 403."""

from knowledge.permissions.collections import (
    why_not_assign,
    why_not_change_collection,
    why_not_collect,
    why_not_end_assignment,
    why_not_mark,
)
from knowledge.permissions.ending import why_not_history, why_not_succeed, why_not_supersede, why_not_withdraw
from knowledge.permissions.finding import why_not_change_search, why_not_save_search, why_not_see_gaps
from knowledge.permissions.importing import why_not_bring_in, why_not_cite, why_not_import_references
from knowledge.permissions.resources import (
    why_not_archive,
    why_not_claim,
    why_not_contribute,
    why_not_curate,
    why_not_decide,
    why_not_edit,
    why_not_follow,
    why_not_lower,
    why_not_mask,
    why_not_restore,
    why_not_second,
    why_not_show_origin,
    why_not_submit,
    why_not_unmask,
    why_not_verify,
)
from knowledge.permissions.terms import (
    why_not_edit_terms,
    why_not_merge,
    why_not_read_terms,
    why_not_review_term,
)
from knowledge.permissions.trusting import (
    why_not_answer,
    why_not_contest,
    why_not_end_feature,
    why_not_feature,
    why_not_hand_back,
)

__all__ = [
    "why_not_answer",
    "why_not_archive",
    "why_not_assign",
    "why_not_bring_in",
    "why_not_change_collection",
    "why_not_change_search",
    "why_not_cite",
    "why_not_claim",
    "why_not_collect",
    "why_not_contest",
    "why_not_contribute",
    "why_not_curate",
    "why_not_decide",
    "why_not_edit",
    "why_not_edit_terms",
    "why_not_end_assignment",
    "why_not_end_feature",
    "why_not_feature",
    "why_not_follow",
    "why_not_hand_back",
    "why_not_history",
    "why_not_import_references",
    "why_not_lower",
    "why_not_mark",
    "why_not_mask",
    "why_not_merge",
    "why_not_read_terms",
    "why_not_restore",
    "why_not_review_term",
    "why_not_save_search",
    "why_not_second",
    "why_not_see_gaps",
    "why_not_show_origin",
    "why_not_submit",
    "why_not_succeed",
    "why_not_supersede",
    "why_not_unmask",
    "why_not_verify",
    "why_not_withdraw",
]
