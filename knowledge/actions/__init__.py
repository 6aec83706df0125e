"""Everything that can happen to a resource."""

from knowledge.actions.collecting import (
    LATEST,
    add_item,
    assign_reading,
    edit_collection,
    end_assignment,
    end_collection,
    make_collection,
    mark_item,
    move_item,
    note_item,
    remind_reading,
    remove_item,
)
from knowledge.actions.contesting import answer, contest, remind_contest
from knowledge.actions.contributing import Tags, Text, attach, contribute, detach, edit, floor, submit
from knowledge.actions.curating import claim, decline, hand_back, publish, release_claim, request_changes, second
from knowledge.actions.ending import supersede, withdraw
from knowledge.actions.featuring import end_feature, feature
from knowledge.actions.finding import (
    change_search,
    forget_asked,
    note_asked,
    note_opened,
    remove_search,
    save_search,
    tell_news,
)
from knowledge.actions.following import follow, tell_of_new, unfollow
from knowledge.actions.importing import (
    ask_to_bring_in,
    bring_in,
    decide_references,
    drop_references,
    upload_references,
)
from knowledge.actions.indexing import index_filed_under
from knowledge.actions.keeping import archive, pass_on, remind_verification, restore, verify
from knowledge.actions.masking import mask, unmask
from knowledge.actions.reading import read_text
from knowledge.actions.reviewing import remind_review
from knowledge.actions.terms import add_term, edit_term, merge_term, restore_term, retire_term, review_term
from knowledge.actions.using import count_use

__all__ = [
    "index_filed_under",
    "LATEST",
    "Tags",
    "Text",
    "add_item",
    "add_term",
    "answer",
    "archive",
    "assign_reading",
    "ask_to_bring_in",
    "attach",
    "bring_in",
    "change_search",
    "claim",
    "contest",
    "contribute",
    "count_use",
    "decide_references",
    "decline",
    "detach",
    "drop_references",
    "edit",
    "edit_collection",
    "edit_term",
    "end_assignment",
    "end_collection",
    "end_feature",
    "feature",
    "floor",
    "follow",
    "forget_asked",
    "hand_back",
    "make_collection",
    "mark_item",
    "mask",
    "merge_term",
    "move_item",
    "note_asked",
    "note_item",
    "note_opened",
    "pass_on",
    "publish",
    "read_text",
    "release_claim",
    "remind_contest",
    "remind_reading",
    "remind_review",
    "remind_verification",
    "remove_item",
    "remove_search",
    "request_changes",
    "restore",
    "restore_term",
    "retire_term",
    "review_term",
    "save_search",
    "second",
    "submit",
    "supersede",
    "tell_news",
    "tell_of_new",
    "unfollow",
    "unmask",
    "upload_references",
    "verify",
    "withdraw",
]
