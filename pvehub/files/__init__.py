"""Files: checked on the way in, kept once by their content, served only by a view that has asked permission.

`store`, `respond`, `text_of`, `safe_name`, `Rejected` and `Unreadable` are all that others need;
`forms.UploadField` takes the upload.
"""

from importlib import import_module

_HOME = {
    "Rejected": "verdicts",
    "Unreadable": "verdicts",
    "safe_name": "names",
    "store": "keeping",
    "respond": "serving",
    "text_of": "reading",
}

__all__ = ["Rejected", "Unreadable", "respond", "safe_name", "store", "text_of"]


def __getattr__(name: str) -> object:
    """The public names, looked up when first used: models cannot be imported before the apps are loaded."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
