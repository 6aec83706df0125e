"""The glossary going out: as rows of a sheet, and as a hand-out to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from knowledge.models import GlossaryEntry, Level
from projects.exporting.cells import safe
from projects.exporting.sheets import fitted


def glossary_rows(definitions: Iterable[Any]) -> Iterator[list[str]]:
    """The head, then a row for each term and language in which it is published; no cell is ever a formula."""
    levels = [str(Level.INSTITUTIONAL.label), str(Level.FIELD.label)]
    yield [_("Term"), _("Language"), *levels, _("Status"), _("Version"), _("Published"), _("Why it was retired")]
    for row in definitions:
        term = row.entry.term
        cells = [
            getattr(term, f"name_{row.language}") or term.name_en,
            row.language,
            row.institutional,
            row.field,
            str(row.entry.get_status_display()),
            str(row.number),
            row.published_at.date().isoformat(),
            row.entry.retired_why if row.entry.status == GlossaryEntry.Status.RETIRED else "",
        ]
        yield [safe(fitted(cell)) for cell in cells]


def handout(definitions: Iterable[Any], level: str, language: str) -> dict[str, Any]:
    """What the hand-out says: a term and its definition at one level, in one language, in the order of names."""
    rows = [
        {"name": getattr(row.entry.term, f"name_{language}") or row.entry.term.name_en, "text": getattr(row, level)}
        for row in definitions
    ]
    rows.sort(key=lambda row: row["name"].casefold())
    return {"title": _("Glossary"), "language": language, "terms": rows, "issuer": _("PVE Hub")}
