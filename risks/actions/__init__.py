"""Every write to a register. One function per thing that can happen; the thing first, `by=` as keyword.

Locks are taken project, register, risk; who may is asked again under the lock.
"""

from .accepting import concur, decline, expire, grant, request_acceptance, withdraw
from .assessing import assess
from .registers import open_office_register, open_register, screen, snapshot
from .reviewing import close, reopen, review_unchanged
from .stating import add_from_library, add_risk, edit, name_reader, unname_reader
from .treating import change_treatment, treat, verify_treatment

__all__ = [
    "add_from_library",
    "add_risk",
    "assess",
    "change_treatment",
    "close",
    "concur",
    "decline",
    "edit",
    "expire",
    "grant",
    "name_reader",
    "open_office_register",
    "open_register",
    "reopen",
    "request_acceptance",
    "review_unchanged",
    "screen",
    "snapshot",
    "treat",
    "unname_reader",
    "verify_treatment",
    "withdraw",
]
