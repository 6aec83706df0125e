"""Who may do what: roles, grants, the standing of a person, and the sentence that says no.

Names are loaded when they are first asked for, because the models behind them need Django's app registry.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import Blocker, Moved, Refused, Unmet, require
    from .once import once
    from .standing import Standing, people_holding, standing

_HOME = {
    "Blocker": "errors",
    "Moved": "errors",
    "Refused": "errors",
    "Unmet": "errors",
    "require": "errors",
    "once": "once",
    "Standing": "standing",
    "people_holding": "standing",
    "standing": "standing",
}
__all__ = ["Blocker", "Moved", "Refused", "Standing", "Unmet", "once", "people_holding", "require", "standing"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    # The function `standing` shares its name with its module: bind it here, or the submodule would take its place.
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
