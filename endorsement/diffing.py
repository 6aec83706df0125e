"""Word-level difference of two frozen versions, field by field."""

import difflib
import json
import re
from dataclasses import dataclass
from typing import Any

Piece = tuple[str, str]

WORDS = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
# Beyond this many words the matcher would hold up a page; the field is then shown whole, before and after.
LONGEST = 6000


@dataclass(frozen=True)
class FieldDiff:
    """One field that differs. `pieces` are (op, text) with op in "=", "-", "+"; `change` is changed, added or removed."""

    section: str
    section_title: str
    field: str
    label: str
    change: str
    pieces: list[Piece]
    relabelled_from: str = ""


def shown(value: Any) -> str:
    """A frozen value as text, the way page, diff and letter show it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "\n".join(shown(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {shown(item)}" for key, item in value.items() if item not in (None, "", []))
    return json.dumps(value, ensure_ascii=False)


def words(before: str, after: str) -> list[Piece]:
    """The shortest readable way from one text to the other, in words; joined pieces of one op stand together."""
    if before == after:
        return [("=", before)] if before else []
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > LONGEST:
        return [piece for piece in (("-", before), ("+", after)) if piece[1]]
    pieces: list[Piece] = []
    for op, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(("=", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(("-", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(("+", "".join(new[j1:j2])))
    return pieces


def _fields(content: dict[str, Any]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """(section, field) → (section title, label, text), in the order of the version."""
    return {
        (section["slug"], item["name"]): (section["title"], item["label"], shown(item["value"]))
        for section in content.get("sections", [])
        for item in section["fields"]
    }


def versions(before: dict[str, Any], after: dict[str, Any]) -> list[FieldDiff]:
    """Every field whose answer differs or that came or went; a field that was only renamed is named as such."""
    old, new = _fields(before), _fields(after)
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key), new.get(key)
        title, label, _text = now or was or ("", "", "")
        relabelled = was[1] if was and now and was[1] != now[1] else ""
        pieces = words(was[2] if was else "", now[2] if now else "")
        if was is not None and now is not None and was[2] == now[2] and not relabelled:
            continue
        change = "added" if was is None else "removed" if now is None else "changed"
        found.append(FieldDiff(key[0], title, key[1], label, change, pieces, relabelled))
    return found
