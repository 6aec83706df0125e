"""File names as people give them, made harmless for every system that will see them."""

import re
import unicodedata

MOST = 120  # characters
_APART = re.compile(r"[/\\]")
_UNSAFE = re.compile(r'[<>:"|?*;%\'`$&{}]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def safe_name(name: str) -> str:
    """The last part of a name in letters of any script; never empty, hidden, reserved, or with two extensions.

    Controls, marks that turn the direction of writing, and characters with a meaning to a shell, a path, a header or a
    page are gone. Stored files are found by their content: a name is only ever shown and offered.
    """
    name = _APART.split(unicodedata.normalize("NFKC", name))[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    name = _UNSAFE.sub("_", " ".join(name.split())).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem = stem.replace(".", " ").strip() or "file"
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    stem = stem[: MOST - len(extension) - 1].strip()
    return f"{stem}.{extension.lower()}" if extension else stem


def extension_of(name: str) -> str:
    """What stands behind the last dot, in lower case; empty if there is none."""
    stem, dot, extension = safe_name(name).rpartition(".")
    return extension if dot and stem else ""
