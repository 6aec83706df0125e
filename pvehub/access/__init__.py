"""Who may do what: roles, grants, the standing of a person, and the sentence that says no.

Names are loaded when they are first asked for, because the models behind them need Django's app registry.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .doors import silent
    from .errors import Blocker, Moved, Refused, Unmet, require
    from .freshness import require_recent, step_up
    from .keys import first_time, once
    from .standings import Standing, people_holding, read_many, standing

_HOME = {
    "Blocker": "errors",
    "Moved": "errors",
    "Refused": "errors",
    "Unmet": "errors",
    "require": "errors",
    "require_recent": "freshness",
    "step_up": "freshness",
    "silent": "doors",
    "first_time": "keys",
    "once": "keys",
    "Standing": "standings",
    "people_holding": "standings",
    "read_many": "standings",
    "standing": "standings",
}
__all__ = [
    "Blocker",
    "Moved",
    "Refused",
    "Standing",
    "Unmet",
    "first_time",
    "once",
    "people_holding",
    "read_many",
    "require",
    "require_recent",
    "silent",
    "standing",
    "step_up",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    # A module never has the name of a function exported here: importing it would take the place of the function.
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
