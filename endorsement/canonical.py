"""One way to write a frozen version as bytes, so that the same content has the same SHA-256 everywhere."""

import hashlib
import json
from typing import Any


def _checked(value: Any, place: str = "content") -> Any:
    """Refuse what does not survive JSON and back unchanged: floats, dates, sets, keys that are not text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list | tuple):
        return [_checked(item, f"{place}[{n}]") for n, item in enumerate(value)]
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError(f"{place}: every key of frozen content is text")
        return {key: _checked(item, f"{place}.{key}") for key, item in value.items()}
    raise TypeError(f"{place}: {type(value).__name__} has no canonical form; freeze it as text")


def text(content: Any) -> str:
    """Canonical JSON: keys sorted, no blanks, no floats, characters as themselves."""
    return json.dumps(_checked(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256(content: Any) -> str:
    """SHA-256 of the canonical JSON in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text(content).encode()).hexdigest()
