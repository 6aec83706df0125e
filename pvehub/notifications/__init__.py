"""Telling people: rows in the transaction of the event, mail by a sweep over those rows.

`notify()` tells, `remind()` tells once per due date and rung, `Kind` is what an app's `notices.py` lists. The two verbs
load on first use, since models may not be imported before the apps are.
"""

from typing import TYPE_CHECKING, Any

from .kinds import Kind, on

if TYPE_CHECKING:
    from .actions import notify, remind

__all__ = ["Kind", "notify", "on", "remind"]


def __getattr__(name: str) -> Any:
    if name in {"notify", "remind"}:
        from . import actions

        return getattr(actions, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
