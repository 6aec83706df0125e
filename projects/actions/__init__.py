"""Every write of projects: beginning, editing, the tables inside a record, team and tier, what a case tells, importing."""

from .applying import apply_batch, seal
from .beginning import begin
from .compendia import ask_again, ask_compendium, drop_compendium, drop_expired_compendia, write_compendium
from .documents import add_document, change_document, remove_document
from .drafting import discard_draft, discard_row_draft, keep_draft, keep_drafts
from .editing import Conflict, Given, Saved, save_fields, settle
from .exporting import ask_export, drop_expired, keep_export
from .following import KEEP, follow
from .importing import AT_ONCE, ask_for, check_batch, decide_rows, drop_batch, map_batch, upload_batch
from .landscape import note_other, remove_other
from .recording import correct_value, record_value, remove_value
from .rows import add_row, change_row, remove_row
from .team import add_member, change_manager, end_member
from .tiers import lower_tier, raise_tier
from .viewing import change_view, remove_view, restore_view, save_view

__all__ = [
    "ask_again",
    "ask_compendium",
    "drop_compendium",
    "drop_expired_compendia",
    "write_compendium",
    "AT_ONCE",
    "KEEP",
    "Conflict",
    "Given",
    "Saved",
    "add_document",
    "add_member",
    "add_row",
    "apply_batch",
    "ask_export",
    "ask_for",
    "begin",
    "change_document",
    "change_manager",
    "change_row",
    "correct_value",
    "check_batch",
    "decide_rows",
    "change_view",
    "discard_draft",
    "discard_row_draft",
    "drop_batch",
    "drop_expired",
    "end_member",
    "follow",
    "keep_draft",
    "keep_drafts",
    "keep_export",
    "lower_tier",
    "map_batch",
    "note_other",
    "raise_tier",
    "record_value",
    "remove_document",
    "remove_other",
    "remove_row",
    "remove_value",
    "remove_view",
    "restore_view",
    "save_fields",
    "seal",
    "save_view",
    "settle",
    "upload_batch",
]
