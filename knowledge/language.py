"""The language check of a record: which terms of the list of sensitive terms stand in which of its fields. No database.

It reads what people wrote: names that come from a vocabulary, of organizations or of documents are not the author's words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from projects.sections import TABLES, Kind
from projects.sections.tables import Cell
from projects.watchwords import TITLES, Hit, Watchlist

#: Of the tables that others join, the columns in which somebody writes.
WRITTEN: Final[dict[str, tuple[str, ...]]] = {
    "locations": ("note",),
    "components": ("title", "outcome"),
    "context_analysis": ("text",),
    "drivers": ("evidence",),
    "outcomes": ("text",),
    "activities": ("text",),
    "partners": ("added_value",),
    "indicators": ("name", "proxy_for", "why_not_measurable"),
    **{
        table.name: tuple(column.name for column in table.columns if column.kind in (Cell.TEXT, Cell.LONGTEXT))
        for table in TABLES.values()
    },
}


@dataclass(frozen=True)
class Found:
    """A term in a field: the code of the list, how weighty it is there, the words as they stand and where they stand in
    their text (of a table, in their cell), why they could harm, what is better and where practice is found."""

    section: str
    field: str
    term: str
    severity: str
    quoted: str
    start: int
    end: int
    why: str
    instead: str
    practice: str = ""


def check(sections: Sequence[dict[str, Any]], watchlist: Watchlist) -> list[Found]:
    """Every term in every field of frozen sections, once a field, in the order of the record."""
    found: list[Found] = []
    for section in sections:
        for item in section["fields"]:
            hits: dict[str, Found] = {}
            for text in _texts(item):
                for hit in watchlist.find(text, is_title=item["name"] in TITLES):
                    hits.setdefault(hit.term, _found(section["slug"], item["name"], hit))
            found += hits.values()
    return found


def in_texts(texts: Mapping[str, str], watchlist: Watchlist) -> list[Found]:
    """Every term in every text of a resource, by the name of its question, once each."""
    return [
        _found("", name, hit) for name, text in texts.items() for hit in watchlist.find(text, is_title=name in TITLES)
    ]


def _found(section: str, field: str, hit: Hit) -> Found:
    return Found(
        section, field, hit.term, hit.severity, hit.quoted, hit.start, hit.end, hit.why, hit.instead, hit.practice
    )


def _texts(item: dict[str, Any]) -> Iterator[str]:
    """What somebody wrote into a field, text by text: words that stand in two rows are no term together."""
    if item["kind"] in (Kind.TEXT, Kind.LONGTEXT):
        yield str(item["data"])
    elif item["kind"] == Kind.ROWS:
        for row in item["data"]:
            yield from (str(row.get(column) or "") for column in WRITTEN.get(item["name"], ()))
