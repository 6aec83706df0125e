"""Files: checked on the way in, kept once by their content, served only by a view that has asked permission.

`store`, `store_own`, `respond`, `text_of`, `cleaned`, `safe_name`, `Rejected` and `Unreadable` are all that others need,
and `forms.UploadField` takes the upload. They load on first use, since models may not be imported before the apps are.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cleaning import cleaned
    from .keeping import store, store_own
    from .names import safe_name
    from .reading import text_of
    from .serving import respond
    from .verdicts import Rejected, Unreadable

__all__ = ["Rejected", "Unreadable", "cleaned", "respond", "safe_name", "store", "store_own", "text_of"]

_HOME = {
    "Rejected": "verdicts",
    "Unreadable": "verdicts",
    "safe_name": "names",
    "store": "keeping",
    "store_own": "keeping",
}
_HOME |= {"cleaned": "cleaning", "respond": "serving", "text_of": "reading"}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
