"""Which column of a table is which part of a reference: by its name, in the languages of the interface."""

from __future__ import annotations

import re
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from knowledge import citing, kinds
from knowledge.importing.entries import Entry
from projects.importing import Unreadable

NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "name", "titre", "intitule", "titulo"),
    "year": ("year", "date", "published", "publicationyear", "annee", "publie", "ano", "fecha", "publicado"),
    "abstract": ("summary", "abstract", "description", "resume", "resumen", "abstractnote"),
    "authors": ("authors", "author", "from", "auteurs", "auteur", "autores", "autor"),
    "source": (
        "source",
        "publisher",
        "journal",
        "publicationtitle",
        "office",
        "bureau",
        "oficina",
        "editeur",
        "revista",
    ),
    "language": ("language", "langue", "idioma", "lengua"),
    "doi": ("doi",),
    "sort": ("kind", "type", "itemtype", "genre", "nature", "clase", "tipo"),
    "keywords": ("keywords", "themes", "tags", "motscles", "palabrasclave", "temas", "manualtags"),
    "addresses": ("address", "link", "url", "adresse", "lien", "direccion", "enlace", "where"),
}
LISTS = ("authors", "keywords", "addresses")


def places(header: list[str]) -> dict[str, int]:
    """Part -> the place of its column; Unreadable where nothing names the title."""
    named = [citing.folded(name) for name in header]
    found = {
        part: next(named.index(name) for name in names if name in named)
        for part, names in NAMES.items()
        if any(name in named for name in names)
    }
    if "title" not in found:
        raise Unreadable(
            _(
                "No column is called “Title”. Name the columns in the first row: Title, Year, Authors, Summary, DOI, Link."
            )
        )
    return found


def entry(where: dict[str, int], cells: list[str]) -> Entry:
    """A row as an entry. The apostrophe that keeps a spreadsheet from computing a text is no part of the text."""
    facts: dict[str, Any] = {part: _said(cells[place]) for part, place in where.items()}
    for part in LISTS:
        facts[part] = [one for one in re.split(r"[;\n]", facts.get(part, "")) if one.strip()]
    return Entry.clean(facts)


def _said(cell: str) -> str:
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and not cell[1].isalnum() else cell


def kinds_by_name() -> dict[str, str]:
    """The name of every kind, folded, in every language of the interface -> its slug."""
    found: dict[str, str] = {}
    for language in ("en", "fr", "es"):
        with translation.override(language):
            found |= {citing.folded(str(kind.label)): kind.slug for kind in kinds.KINDS}
    return found | {citing.folded(kind.slug): kind.slug for kind in kinds.KINDS}
