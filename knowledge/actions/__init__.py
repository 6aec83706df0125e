"""Everything that can happen to a resource."""

from knowledge.actions.contributing import Tags, Text, attach, contribute, detach, edit, floor, submit
from knowledge.actions.curating import claim, decline, publish, request_changes, second
from knowledge.actions.finding import (
    change_search,
    forget_asked,
    note_asked,
    note_opened,
    remove_search,
    save_search,
    tell_news,
)
from knowledge.actions.following import follow, unfollow
from knowledge.actions.keeping import archive, remind_verification, restore, verify
from knowledge.actions.reading import read_text
from knowledge.actions.terms import add_term, edit_term, merge_term, restore_term, retire_term, review_term

__all__ = [
    "tell_news",
    "save_search",
    "remove_search",
    "note_opened",
    "note_asked",
    "forget_asked",
    "change_search",
    "Tags",
    "Text",
    "add_term",
    "archive",
    "attach",
    "claim",
    "contribute",
    "decline",
    "detach",
    "edit",
    "edit_term",
    "floor",
    "follow",
    "merge_term",
    "publish",
    "read_text",
    "remind_verification",
    "request_changes",
    "restore",
    "restore_term",
    "retire_term",
    "review_term",
    "second",
    "submit",
    "unfollow",
    "verify",
]
