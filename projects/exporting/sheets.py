"""Rows as CSV and XLSX, written one after the other, whatever their number."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from .cells import Cell, safe
from .columns import Column
from .telling import Names, Told

MOST = 32_767  # signs in a cell of a spreadsheet
BOM = "\ufeff"  # without it a spreadsheet reads UTF-8 as whatever its country used before
DAY = "yyyy-mm-dd"
# Rows go to the disk as they come; no text becomes a formula, a link or a number.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": DAY,
}


def header(columns: Iterable[Column], *, hxl: bool) -> Iterator[list[str]]:
    """The names of the columns, then their HXL tags where they were asked for. A tag begins with # and is no formula."""
    columns = list(columns)
    yield [safe(str(column.label)) for column in columns]
    if hxl:
        yield [column.hxl for column in columns]


def cells(columns: Iterable[Column], row: Told, names: Names) -> list[Cell]:
    """One row, every text of it safe."""
    values = [column.cell(row, names) for column in columns]
    return [safe(value) if isinstance(value, str) else value for value in values]


class Line:
    """What csv writes to: it keeps the last line only."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_lines(columns: list[Column], rows: Iterable[Told], names: Names, *, hxl: bool) -> Iterator[bytes]:
    """The lines of a CSV file in UTF-8, each as soon as its row was read."""
    line = Line()
    writer = csv.writer(line)
    start = BOM
    for top in header(columns, hxl=hxl):
        writer.writerow(top)
        yield (start + line.text).encode()
        start = ""
    for row in rows:
        writer.writerow([plain(value) for value in cells(columns, row, names)])
        yield line.text.encode()


def plain(value: Cell) -> str | int:
    """A cell as CSV writes it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def write_xlsx(out: IO[bytes], columns: list[Column], rows: Iterable[Told], names: Names, *, hxl: bool) -> None:
    """A workbook of one sheet."""
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        sheet = book.add_worksheet(_("Projects")[:31])
        bold = book.add_format({"bold": True})
        sheet.set_column(0, len(columns) - 1, 18)
        place = 0
        for top in header(columns, hxl=hxl):
            for column, text in enumerate(top):
                sheet.write_string(place, column, text, bold)
            place += 1
        sheet.freeze_panes(place, 1)
        for row in rows:
            for column, value in enumerate(cells(columns, row, names)):
                put(sheet, place, column, value)
            place += 1


def put(sheet: Any, row: int, column: int, value: Cell) -> None:
    """Write one cell of a workbook as what it is; an empty one not at all."""
    if isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, fitted(value))


def fitted(text: str) -> str:
    """A cell holds so much and no more; what is cut off says so."""
    if len(text.encode("utf-16-le")) // 2 <= MOST:
        return text
    note = " … " + _("(cut here: a cell of a spreadsheet holds no more)")
    room = 2 * (MOST - len(note))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + note
