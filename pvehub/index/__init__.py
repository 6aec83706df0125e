"""Index: what can be found. Actions `put` and `drop` in their own transaction; `ask` shows what one may see.

`Item`, `put`, `drop`, `rebuild`, `refresh`, `ask`, `Answer`, `Hit` and `expand` are all that others need.
"""

from importlib import import_module

_HOME = {
    "Item": "items",
    "put": "items",
    "drop": "items",
    "rebuild": "items",
    "refresh": "upkeep",
    "ask": "asking",
    "Answer": "asking",
    "Hit": "asking",
    "expand": "synonyms",
}

__all__ = ["Answer", "Hit", "Item", "ask", "drop", "expand", "put", "rebuild", "refresh"]


def __getattr__(name: str) -> object:
    """The public names, looked up when first used: models cannot be imported before the apps are loaded."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
