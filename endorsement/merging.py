"""What an amendment and a later endorsement both say of the same field, where they differ. Pure."""

from dataclasses import dataclass
from typing import Any

from endorsement import diffing


@dataclass(frozen=True)
class Clash:
    """One field that was endorsed anew since the amendment was begun, and that the working copy says otherwise.

    `base`, `theirs` and `mine` are the texts, `data` the machine's form of what is endorsed now. A table has no single
    value that could be put in the place of another: it is settled row by row.
    """

    section: str
    section_title: str
    field: str
    label: str
    base: str
    theirs: str
    mine: str
    data: Any
    is_table: bool


def _fields(content: dict[str, Any]) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    return {item["name"]: (section, item) for section in content.get("sections", []) for item in section["fields"]}


def clashes(base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]) -> list[Clash]:
    """Fields that `theirs` says otherwise than `base`, and `mine` otherwise than `theirs`, in the order of `mine`."""
    was, now = _fields(base), _fields(theirs)
    found = []
    for name, (section, item) in _fields(mine).items():
        before, after = was.get(name), now.get(name)
        if after is None or item["data"] == after[1]["data"] or (before and before[1]["data"] == after[1]["data"]):
            continue
        found.append(
            Clash(
                section=section["slug"],
                section_title=section["title"],
                field=name,
                label=item["label"],
                base=diffing.shown(before[1]["value"]) if before else "",
                theirs=diffing.shown(after[1]["value"]),
                mine=diffing.shown(item["value"]),
                data=after[1]["data"],
                is_table=item["kind"] == "rows",
            )
        )
    return found
