"""Every write to a register. One function per thing that can happen; the thing first, `by=` as keyword.

Locks are taken project, register, risk; who may is asked again under the lock.
"""

from .accepting import concur, decline, grant, refer, request_acceptance, withdraw
from .assessing import assess
from .assuming import assume_register, open_stream_register
from .categories import add_category, edit_category
from .copying import copy_register
from .counting import count_portfolio
from .ending import expire, lapse_late
from .escalating import confirm_escalation, escalate, return_escalation, withdraw_escalation
from .gating import confirm_changes, countersign
from .incidents import close_incident, edit_incident, reopen_incident, report
from .library import add_to_library, edit_in_library, restore_to_library, retire_from_library
from .method import activate, change_draft, draft_matrix, drop_draft
from .registers import note_stale, open_office_register, open_register, screen, snapshot
from .reviewing import close, own_open_measures, reopen, resume, review_unchanged
from .rounding import answer_review, last_event
from .sheets import apply_sheet, drop_sheet, map_sheet, upload_sheet
from .stating import add_from_library, add_risk, edit, name_reader, unname_reader
from .treating import change_treatment, treat, unverify_treatment, verify_treatment

__all__ = [
    "activate",
    "add_category",
    "add_from_library",
    "add_risk",
    "answer_review",
    "add_to_library",
    "apply_sheet",
    "assess",
    "assume_register",
    "change_draft",
    "change_treatment",
    "close",
    "close_incident",
    "concur",
    "confirm_changes",
    "copy_register",
    "countersign",
    "confirm_escalation",
    "count_portfolio",
    "decline",
    "draft_matrix",
    "drop_draft",
    "drop_sheet",
    "edit",
    "edit_category",
    "edit_in_library",
    "edit_incident",
    "escalate",
    "expire",
    "grant",
    "last_event",
    "lapse_late",
    "map_sheet",
    "name_reader",
    "note_stale",
    "open_office_register",
    "open_register",
    "open_stream_register",
    "own_open_measures",
    "refer",
    "reopen",
    "reopen_incident",
    "report",
    "request_acceptance",
    "restore_to_library",
    "resume",
    "return_escalation",
    "retire_from_library",
    "review_unchanged",
    "screen",
    "snapshot",
    "treat",
    "unname_reader",
    "unverify_treatment",
    "upload_sheet",
    "verify_treatment",
    "withdraw",
    "withdraw_escalation",
]
