"""Every write of people, offices and postings, and of asking for access."""

from .asking import answer, ask, find
from .inviting import invite, make_administrators
from .serving import (
    confirm,
    create_user,
    delegate,
    disable,
    end_posting,
    grant_roles,
    open_office,
    post,
    prefer,
)

__all__ = [
    "answer",
    "ask",
    "confirm",
    "create_user",
    "delegate",
    "disable",
    "end_posting",
    "find",
    "grant_roles",
    "invite",
    "make_administrators",
    "open_office",
    "post",
    "prefer",
]
