"""From a file to entries, read by a child process. One clear sentence where it is no list of references."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from knowledge.importing import columns
from knowledge.importing.entries import Entry
from projects import importing as lists
from projects.importing import reading
from projects.importing.reading import Unreadable

FORMATS = {"ris": "ris", "bib": "bib", "bibtex": "bib", "csv": "csv", "tsv": "csv"}
_READER = Path(__file__).parent / "references" / "__main__.py"
_TABLES = Path(lists.__file__).parent

Read = tuple[int, Entry | str]  # the line it begins at; the entry, or the sentence that says why it cannot be read


def format_of(name: str) -> str:
    """ris, bib or csv, from what the name promises; Unreadable for any other."""
    found = FORMATS.get(name.rpartition(".")[2].lower())
    if found is None:
        raise Unreadable(
            _("References are taken as RIS, BibTeX or CSV: a name that ends in .ris, .bib or .csv (“CSV UTF-8”).")
        )
    return found


@contextmanager
def opened(content: IO[bytes] | Iterable[bytes], name: str) -> Iterator[Iterator[Read]]:
    """The entries one by one, each with its line. Raises Unreadable, also from within the entries."""
    format = format_of(name)
    with reading.read_apart(content, [str(_READER), str(_TABLES), format], sentence) as values:
        first = next(values)
        yield _rows(values, columns.places(first["header"])) if format == "csv" else _tagged(values, format)


def _rows(values: Iterator[Any], where: dict[str, int]) -> Iterator[Read]:
    for count, (line, cells) in enumerate(values, 1):
        if count > MOST:
            raise Unreadable(sentence({"refused": "entries", "most": MOST}))
        yield line, columns.entry(where, cells)


MOST = 5000  # as in references/lines.py, which the portal does not import


def _tagged(values: Iterator[Any], format: str) -> Iterator[Read]:
    for line, said in values:
        if "broken" in said:
            yield line, broken(line, said)
        else:
            yield line, Entry.of_tags(format, said["type"], said["tags"])


def sentence(refused: dict[str, Any]) -> str:
    """What a code of the reader says to a person; of tables what it says elsewhere."""
    said = _REFUSED.get(str(refused["refused"]))
    return said() % refused if said else reading.sentence(refused)


_REFUSED: dict[str, Callable[[], str]] = {
    "no_references": lambda: _("This file is no list of references inside; export it as RIS, BibTeX or CSV, then try again."),
    "no_entries": lambda: _("No reference was found in this file: a RIS entry begins with “TY  - ”, a BibTeX entry with “@”."),
    "no_text": lambda: _("This file holds characters that no text has (NUL); save it as UTF-8, then bring it in again."),
    "nul": lambda: _("Line %(line)s holds a character that no text has (NUL); save the file as UTF-8, then try again."),
    "characters": lambda: _("The characters of this file cannot be read; save it as UTF-8, then bring it in again."),
    "entries": lambda: _("The file has more than %(most)s references; split it."),
    "rows": lambda: _("The file has more than %(most)s rows; split it."),
}  # fmt: skip


def broken(line: int, said: dict[str, Any]) -> str:
    """Why an entry cannot be read, and where."""
    return _BROKEN[said["broken"]]() % (said | {"line": line})


_BROKEN: dict[str, Callable[[], str]] = {
    "no_end": lambda: _("Line %(line)s: this entry is not ended by “ER” before the next one begins at line %(next)s."),
    "no_end_at_all": lambda: _("Line %(line)s: this entry is not ended by “ER”; the file may have been cut off."),
    "outside": lambda: _("Line %(line)s: what stands here belongs to no entry; an entry begins with “TY  - ”."),
    "no_type": lambda: _("Line %(line)s: “TY” does not say of which type the entry is, for example “TY  - JOUR”."),
    "long": lambda: _("Line %(line)s: this entry goes on for more than %(most)s characters; its end may be missing."),
    "no_key": lambda: _("Line %(line)s: the entry has no key and comma after its opening brace, for example “@book{key,”."),
    "no_field": lambda: _("Line %(line)s: the entry cannot be read at line %(at)s: there “name = value” should stand."),
    "no_value": lambda: _("Line %(line)s: the entry cannot be read at line %(at)s: after “=” no value stands."),
    "no_comma": lambda: _("Line %(line)s: the entry cannot be read at line %(at)s: a comma or a brace is missing."),
    "open_brace": lambda: _("Line %(line)s: a brace of this entry is not closed."),
    "open_quote": lambda: _("Line %(line)s: a quotation mark of this entry is not closed, or a brace too many."),
    "deep": lambda: _("Line %(line)s: at line %(at)s braces stand in braces more than fifty times."),
}  # fmt: skip
