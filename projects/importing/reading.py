"""From a file to rows of text, read by a child process. One clear sentence when it is not a list."""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from pvehub.files.verdicts import no_room

from .child.limits import LARGEST_FILE

WALL = 90  # seconds, the caller's own work on the rows among them; the child's own limit is processor time
KINDS = {"csv": "csv", "tsv": "csv", "txt": "csv", "xlsx": "xlsx", "xml": "iati", "iati": "iati"}
MEGABYTES = LARGEST_FILE // 1024**2
_CHILD = Path(__file__).parent / "child" / "__main__.py"


class Unreadable(ValueError):
    """The file is not what an import can read; carries one sentence."""


@dataclass(frozen=True)
class Sheet:
    """A header and rows of equal length, each with its number in the file: a header is row 1, an IATI activity counts from 1.

    `rows` is read once, while the file is open. `told` is what else the file says: the sheet, the date of the list.
    """

    name: str
    kind: str
    header: list[str]
    rows: Iterable[tuple[int, list[str]]]
    told: dict[str, Any] = field(default_factory=dict)


def kind_of(name: str) -> str:
    """csv, xlsx or iati, from what the name promises; Unreadable for any other."""
    kind = KINDS.get(name.rpartition(".")[2].lower())
    if kind is None:
        raise Unreadable(_("Lists are taken as CSV, XLSX or IATI XML: a name that ends in .csv, .xlsx or .xml."))
    return kind


@contextmanager
def opened(content: IO[bytes] | Iterable[bytes], name: str) -> Iterator[Sheet]:
    """Read a list with its rows one by one. Raises Unreadable, also from within the rows."""
    kind = kind_of(name)
    with read_apart(content, [str(_CHILD), kind], sentence) as lines:
        first = next(lines)
        yield Sheet(Path(name).name[:200], kind, first["header"], _rows(lines), first["told"])


@contextmanager
def read_apart(
    content: IO[bytes] | Iterable[bytes], reader: list[str], say: Callable[[dict[str, Any]], str]
) -> Iterator[Iterator[Any]]:
    """What a reader (a script and its arguments) says of a file in a process of its own, value by value. Where it refuses
    the file, `say` makes a sentence of its code; raises Unreadable, also from within the values."""
    with _received(content) as file:
        command = [sys.executable, "-I", *reader]
        environment = {"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        child = subprocess.Popen(
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env=environment
        )
        clock = threading.Timer(WALL, child.kill)
        clock.start()
        try:
            yield _said(child, say)
        finally:
            clock.cancel()
            child.kill()
            if child.stdout:
                child.stdout.close()
            child.wait()


def _received(content: IO[bytes] | Iterable[bytes]) -> IO[bytes]:
    """A file of its own with the content, for the child to read; its buffer is empty when it is handed over, so that
    closing it cannot fail."""
    try:
        with ExitStack() as undo:
            file = undo.enter_context(tempfile.TemporaryFile())
            _fill(file, content)
            undo.pop_all()
            return file
    except OSError as error:
        raise Unreadable(no_room()) from error


def _fill(file: IO[bytes], content: IO[bytes] | Iterable[bytes]) -> None:
    size = 0
    for block in iter(lambda: content.read(1 << 18), b"") if hasattr(content, "read") else content:
        size += len(block)
        if size > LARGEST_FILE:
            raise Unreadable(_("The file is larger than %(n)s MB; split it.") % {"n": MEGABYTES})
        file.write(block)
    if not size:
        raise Unreadable(_("The file is empty."))
    file.seek(0)


def _said(child: subprocess.Popen[bytes], say: Callable[[dict[str, Any]], str]) -> Iterator[Any]:
    assert child.stdout is not None
    for line in child.stdout:
        try:
            value = json.loads(line)
        except ValueError:
            break  # the child was stopped in the middle of a line
        if isinstance(value, dict) and "refused" in value:
            raise Unreadable(say(value))
        yield value
    if child.wait() != 0:
        raise Unreadable(say({"refused": "too_much"}))


def _rows(lines: Iterator[Any]) -> Iterator[tuple[int, list[str]]]:
    yield from ((number, cells) for number, cells in lines)


def sentence(refused: dict[str, Any]) -> str:
    """What a code of the child says to a person."""
    said = _SENTENCES.get(str(refused["refused"]), _SENTENCES["broken"])(refused)
    return said % {name: value for name, value in refused.items() if name != "refused"}


def _not_csv(facts: dict[str, Any]) -> str:
    if facts["kind"]:
        return _(
            "This file is named like a CSV file but is %(kind)s inside; upload it under its right name, or as CSV."
        )
    return _("This file is named like a CSV file but is a program inside.")


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "empty": lambda facts: _("The file is empty."),
    "broken": lambda facts: _("The file is damaged: it cannot be read. Save it again, then bring it in again."),
    "too_much": lambda facts: _("The file needs too much memory or time to read; split it."),
    "swells": lambda facts: _("The file unpacks to far more than it seems; save it again, or split it."),
    "not_csv": _not_csv,
    "not_xlsx": lambda facts: _("This file is named .xlsx but is no spreadsheet inside."),
    "not_xml": lambda facts: _("This file is named .xml but is no XML inside."),
    "no_text": lambda facts: _("This is not a CSV file: it holds characters that no text has."),
    "characters": lambda facts: _(
        "The characters of this file cannot be read; save the list as “CSV UTF-8” and upload that."
    ),
    "open_quote": lambda facts: _("The list breaks off at line %(line)s: a quotation mark is not closed."),
    "long_or_open": lambda facts: _(
        "Row %(row)s: a cell of more than %(most)s characters, or a quotation mark that is not closed."
    ),
    "one_column": lambda facts: _(
        "Only one column was found; a list needs columns separated by comma, semicolon or tab."
    ),
    "columns": lambda facts: _("The list has more than %(most)s columns; leave out those that are not needed."),
    "rows": lambda facts: _("The list has more than %(most)s rows; split it."),
    "twice": lambda facts: _("Two columns are called “%(name)s”."),
    "long_heading": lambda facts: _(
        "The first row does not name columns: “%(name)s…” has more than %(most)s characters."
    ),
    "wide_row": lambda facts: _("Row %(row)s has more cells than the header has columns."),
    "long_cell": lambda facts: _("Row %(row)s, column “%(column)s”: more than %(most)s characters."),
    "doctype": lambda facts: _("The XML file declares a document type, which no IATI file does: it is not read."),
    "not_well_formed": lambda facts: _("This XML file breaks off or is not well formed at line %(line)s."),
    "too_deep": lambda facts: _("This XML file is nested deeper than %(most)s levels: it is no IATI file."),
    "iati_root": lambda facts: _("This is no list of IATI activities: its first element is “%(name)s”."),
    "iati_version": lambda facts: _("The file is IATI %(version)s; only IATI 2.0x is read."),
    "iati_unknown": lambda facts: _(
        "Not valid IATI 2.0x: in activity %(row)s, “%(element)s” holds “%(name)s”, which is unknown."
    ),
    "iati_order": lambda facts: _(
        "Not valid IATI 2.0x: in activity %(row)s, “%(name)s” in “%(element)s” comes after what it must stand before."
    ),
    "iati_twice": lambda facts: _(
        "Not valid IATI 2.0x: in activity %(row)s, “%(element)s” has “%(name)s” more than once."
    ),
    "iati_missing": lambda facts: _("Not valid IATI 2.0x: in activity %(row)s, “%(element)s” has no “%(name)s”."),
    "iati_inside": lambda facts: _(
        "Not valid IATI 2.0x: in activity %(row)s, “%(element)s” holds “%(name)s”, not text alone."
    ),
    "iati_attribute": lambda facts: _(
        "Not valid IATI 2.0x: in activity %(row)s, “%(element)s” has an unknown attribute “%(name)s”."
    ),
    "iati_no_attribute": lambda facts: _(
        "Not valid IATI 2.0x: in activity %(row)s, “%(element)s” lacks its attribute “%(name)s”."
    ),
    "iati_value": lambda facts: _(
        "Not valid IATI 2.0x: in activity %(row)s, “%(name)s” of “%(element)s” is not the date, number or yes/no it must be."
    ),
    "iati_text": lambda facts: _("Not valid IATI 2.0x: in activity %(row)s, “%(element)s” has text of its own."),
}
