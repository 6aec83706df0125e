"""Plain text and CSV: really text, and a table that can be read."""

import csv

from django.utils.translation import gettext as _

from pvehub.files.checks.office import wrong
from pvehub.files.extract_child import decode, rows
from pvehub.files.verdicts import Rejected

MOST_COLUMNS, MOST_CELL = 1000, 100_000
_FOREIGN = (b"MZ", b"\x7fELF", b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"Rar!", b"\x89PNG", b"GIF8")
_PAGES = ("<!doctype", "<html", "<svg", "<script", "<?xml", "<?php", "#!", "mime-version:")


def check(data: bytes, extension: str) -> None:
    """Judge a text; formulas in a table are let in, since whatever writes a table for people defuses them."""
    if data.startswith(_FOREIGN):
        raise Rejected(wrong(extension))
    try:
        text = decode(data)
    except UnicodeError:
        raise Rejected(_("The letters of this file cannot be read. Save it as UTF-8, then upload it again.")) from None
    if "\0" in text or text.lstrip().lower().startswith(_PAGES):
        raise Rejected(wrong(extension))
    if extension == "csv":
        _check_table(text)


def _check_table(text: str) -> None:
    if text.count('"') % 2:
        raise Rejected(_("A quotation mark is missing in this table: there is an odd number of them."))
    line = 0
    try:
        for line, row in enumerate(rows(text), start=1):
            if len(row) > MOST_COLUMNS:
                raise Rejected(
                    _("Line %(line)d has more than %(most)d columns.") % {"line": line, "most": MOST_COLUMNS}
                )
            if any(len(cell) > MOST_CELL for cell in row):
                raise Rejected(_("Line %(line)d has a cell that is far too long.") % {"line": line})
    except csv.Error:
        raise Rejected(_("Line %(line)d has a cell that is far too long.") % {"line": line + 1}) from None
