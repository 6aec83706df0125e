"""Everything that can happen to a resource."""

from knowledge.actions.contributing import Tags, Text, attach, contribute, detach, edit, floor, submit
from knowledge.actions.curating import claim, decline, publish, request_changes, second
from knowledge.actions.following import follow, unfollow
from knowledge.actions.keeping import archive, remind_verification, restore, verify
from knowledge.actions.reading import read_text

__all__ = [
    "Tags",
    "Text",
    "archive",
    "attach",
    "claim",
    "contribute",
    "decline",
    "detach",
    "edit",
    "floor",
    "follow",
    "publish",
    "read_text",
    "remind_verification",
    "request_changes",
    "restore",
    "second",
    "submit",
    "unfollow",
    "verify",
]
