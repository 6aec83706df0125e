"""Index: what can be found. Actions `put` and `drop` in their own transaction; `ask` shows what one may see.

`Item`, `put`, `put_many`, `drop`, `rebuild`, `refresh`, `ask`, `Answer`, `Hit`, `suggest` and `expand` are all that others need.
They load on first use, since models may not be imported before the apps are.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .asking import Answer, Hit, ask
    from .items import Item, drop, put, put_many, rebuild
    from .suggesting import suggest
    from .synonyms import expand
    from .upkeep import refresh

__all__ = ["Answer", "Hit", "Item", "ask", "drop", "expand", "put", "put_many", "rebuild", "refresh", "suggest"]

_HOME = dict.fromkeys(["Answer", "Hit", "ask"], "asking") | dict.fromkeys(
    ["Item", "drop", "put", "put_many", "rebuild"], "items"
)
_HOME |= {"expand": "synonyms", "refresh": "upkeep", "suggest": "suggesting"}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
