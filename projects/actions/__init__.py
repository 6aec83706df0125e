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
from .minding import remind_late, stand_in
from .publishing import Published, publish, take_out
from .recording import correct_value, record_value, remove_value
from .reusing import reuse
from .rows import add_row, change_row, remove_row
from .ruling import rule_class
from .team import add_member, change_manager, end_member
from .tiers import lower_tier, raise_tier
from .updating import (
    begin_following,
    end_following,
    record_visit,
    take_back_update,
    take_back_visit,
    tell_followers,
    write_update,
)
from .valuesheets import apply_sheet, drop_sheet, upload_sheet
from .viewing import change_view, remove_view, restore_view, save_view

__all__ = [
    "AT_ONCE",
    "Conflict",
    "Given",
    "KEEP",
    "Published",
    "Saved",
    "add_document",
    "add_member",
    "add_row",
    "apply_batch",
    "apply_sheet",
    "ask_again",
    "ask_compendium",
    "ask_export",
    "ask_for",
    "begin",
    "begin_following",
    "change_document",
    "change_manager",
    "change_row",
    "change_view",
    "check_batch",
    "correct_value",
    "decide_rows",
    "discard_draft",
    "discard_row_draft",
    "drop_batch",
    "drop_sheet",
    "drop_compendium",
    "drop_expired",
    "drop_expired_compendia",
    "end_following",
    "end_member",
    "follow",
    "keep_draft",
    "keep_drafts",
    "keep_export",
    "lower_tier",
    "map_batch",
    "note_other",
    "publish",
    "raise_tier",
    "record_value",
    "record_visit",
    "remind_late",
    "remove_document",
    "remove_other",
    "remove_row",
    "remove_value",
    "remove_view",
    "restore_view",
    "reuse",
    "rule_class",
    "save_fields",
    "save_view",
    "seal",
    "settle",
    "stand_in",
    "take_back_update",
    "take_back_visit",
    "take_out",
    "tell_followers",
    "upload_batch",
    "upload_sheet",
    "write_compendium",
    "write_update",
]
