"""Background work as rows: `later()` writes one in the caller's transaction, `sweep()` runs what is due.

`progress()` is for a task that wants to say how far it is. The names load on first use, since models may not be
imported before the apps are.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .actions import later, progress
    from .sweeping import sweep

__all__ = ["later", "progress", "sweep"]


def __getattr__(name: str) -> Any:
    if name in {"later", "progress"}:
        from . import actions

        return getattr(actions, name)
    if name == "sweep":
        from .sweeping import sweep

        return sweep
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
