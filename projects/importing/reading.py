"""From bytes to rows of text: encodings, separators, and limits. One clear sentence when it is not a list."""

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 80, 20_000
MAGIC = {
    b"PK\x03\x04": "XLSX",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"%PDF": "PDF",
    b"<?xml": "XML",
    b"<iati": "XML",
    b"{": "JSON",
}


class Unreadable(ValueError):
    """The file is not what an import can read; carries one sentence."""


@dataclass(frozen=True)
class Sheet:
    """A header and rows of equal length. Row numbers are those of a spreadsheet: the header is row 1."""

    name: str
    header: list[str]
    rows: list[list[str]]


def read_csv(content: bytes, name: str) -> Sheet:
    """Read a CSV in UTF-8 (with or without mark) or Windows-1252, separated by comma, semicolon or tab."""
    _refuse_others(content)
    text = _decoded(content)
    if "\x00" in text:
        raise Unreadable(_("This is not a CSV file: it holds characters that no text has."))
    lines = _lines(text)
    if not lines:
        raise Unreadable(_("The file is empty."))
    header = [" ".join(cell.split()) for cell in lines[0]]
    while header and not header[-1]:
        header.pop()
    _check(header, lines)
    width = len(header)
    rows = [[cell.strip() for cell in (line + [""] * width)[:width]] for line in lines[1:]]
    return Sheet(name[:200], header, rows)


def _refuse_others(content: bytes) -> None:
    if len(content) > LARGEST_FILE:
        raise Unreadable(_("The file is larger than %(n)s MB; split it.") % {"n": LARGEST_FILE // 1024**2})
    head = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:8]
    for magic, kind in MAGIC.items():
        if head.startswith(magic):
            raise Unreadable(
                _("This is not a CSV file but %(kind)s; save the list as CSV and upload that.") % {"kind": kind}
            )
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise Unreadable(_("The file is in UTF-16; save the list as “CSV UTF-8” and upload that."))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The characters of this file cannot be read; save the list as “CSV UTF-8” and upload that."))


def _lines(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    csv.field_size_limit(LARGEST_FILE)
    try:
        return [line for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise Unreadable(
            _("The list breaks off at line %(n)s: a quotation mark is not closed.") % {"n": reader.line_num}
        ) from error


def _check(header: list[str], lines: list[list[str]]) -> None:
    width = len(header)
    if width < 2:
        raise Unreadable(_("Only one column was found; a list needs columns separated by comma, semicolon or tab."))
    if width > MOST_COLUMNS:
        raise Unreadable(
            _("The list has %(n)s columns; at most %(most)s are read.") % {"n": width, "most": MOST_COLUMNS}
        )
    if len(lines) - 1 > MOST_ROWS:
        raise Unreadable(
            _("The list has %(n)s rows; at most %(most)s are read.") % {"n": len(lines) - 1, "most": MOST_ROWS}
        )
    twice = next((name for name in header if name and header.count(name) > 1), "")
    if twice:
        raise Unreadable(_("Two columns are called “%(name)s”.") % {"name": twice})
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line[width:]):
            raise Unreadable(_("Row %(n)s has more cells than the header has columns.") % {"n": number})
        long = next((i for i, cell in enumerate(line) if len(cell) > LONGEST_CELL), None)
        if long is not None:
            names = {"n": number, "column": header[long], "most": LONGEST_CELL}
            raise Unreadable(_("Row %(n)s, column “%(column)s”: more than %(most)s characters.") % names)
