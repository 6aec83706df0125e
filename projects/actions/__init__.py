"""Every write of projects: beginning, editing, the tables inside a record, team and tier, what a case tells, importing."""

from .beginning import begin
from .compendia import ask_again, ask_compendium, drop_compendium, drop_expired_compendia, write_compendium
from .documents import add_document, change_document, remove_document
from .drafting import discard_draft, keep_draft, keep_drafts
from .editing import Conflict, Given, Saved, save_fields, settle
from .exporting import ask_export, drop_expired, keep_export
from .following import KEEP, follow
from .importing import apply_batch, apply_plan, drop_batch, map_batch, upload_batch
from .recording import correct_value, record_value, remove_value
from .rows import add_row, change_row, remove_row
from .team import add_member, change_manager, end_member
from .tiers import lower_tier, raise_tier

__all__ = [
    "ask_again",
    "ask_compendium",
    "drop_compendium",
    "drop_expired_compendia",
    "write_compendium",
    "KEEP",
    "Conflict",
    "Given",
    "Saved",
    "add_document",
    "add_member",
    "add_row",
    "apply_batch",
    "apply_plan",
    "ask_export",
    "begin",
    "change_document",
    "change_manager",
    "change_row",
    "correct_value",
    "discard_draft",
    "drop_batch",
    "drop_expired",
    "end_member",
    "follow",
    "keep_draft",
    "keep_drafts",
    "keep_export",
    "lower_tier",
    "map_batch",
    "raise_tier",
    "record_value",
    "remove_document",
    "remove_row",
    "remove_value",
    "save_fields",
    "settle",
    "upload_batch",
]
