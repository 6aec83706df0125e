"""Every write of people, offices and postings, and of asking for access."""

from .asking import answer, ask, find
from .inviting import invite, make_administrators
from .offices import add_holiday, change_office, drop_holiday, open_mission
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
    "add_holiday",
    "answer",
    "ask",
    "change_office",
    "confirm",
    "create_user",
    "delegate",
    "disable",
    "drop_holiday",
    "end_posting",
    "find",
    "grant_roles",
    "invite",
    "make_administrators",
    "open_mission",
    "open_office",
    "post",
    "prefer",
]
