"""Tables: CSV as a stream of lines, XLSX as a stream of rows. The first row names the columns."""

import csv
import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any

from . import limits
from .limits import Refused
from .text import encoding_of, mended

MAGIC = {
    b"PK\x03\x04": "XLSX",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"%PDF": "PDF",
    b"<?xml": "XML",
    b"<iati": "XML",
    b"{": "JSON",
    b"\x7fELF": "",
    b"MZ\x90\x00": "",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "GZIP",
}


def read_csv(stream: IO[bytes]) -> Iterator[Any]:
    """A CSV separated by comma, semicolon, tab or bar."""
    head = stream.read(4096)
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:8]
    for magic, kind in MAGIC.items():
        if start.startswith(magic):
            raise Refused("not_csv", kind=kind)
    stream.seek(0)
    encoding, errors = encoding_of(stream)
    if b"\x00" in head and encoding != "utf-16":
        raise Refused("no_text")
    text = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")
    try:
        yield from _table(_lines(text, _separator(text)))
    except UnicodeError:
        raise Refused("characters") from None


def _separator(text: io.TextIOWrapper) -> str:
    """What stands most often in the first line that has any of them: a title above the table may have none."""
    found = ","
    for _line in range(limits.MOST_TITLES + 1):
        first = text.readline(limits.MOST_COLUMNS * limits.LONGEST_HEADING)
        found = max(",;\t|", key=first.count)
        if not first or first.count(found):
            break
    text.seek(0)
    return found


def _lines(text: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers, blank ones left out but counted."""
    csv.field_size_limit(limits.LONGEST_CELL * 4)
    reader = csv.reader(_without_nul(text), delimiter=separator, strict=True)
    number = 0
    try:
        for number, line in enumerate(reader, 1):
            if any(cell and not cell.isspace() for cell in line):
                yield number, line
    except csv.Error as error:
        code = "long_or_open" if "field larger" in str(error) else "open_quote"
        raise Refused(code, row=number + 1, line=reader.line_num, most=limits.LONGEST_CELL) from None


def _without_nul(text: Iterable[str]) -> Iterator[str]:
    for line in text:
        if "\x00" in line:
            raise Refused("no_text")
        yield line


def read_xlsx(stream: IO[bytes]) -> Iterator[Any]:
    """The first sheet of a workbook that holds anything."""
    _check_archive(stream)
    os.environ["OPENPYXL_LXML"] = "False"  # the other parser, which refuses entities
    import openpyxl

    book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    sheets = list(book.worksheets)
    for sheet in sheets:
        sheet.reset_dimensions()  # what a file says of its size need not be so
        rows = _rows(sheet.iter_rows(values_only=True))
        first = next(rows, None)
        if first is not None:
            told = {"sheet": sheet.title} if len(sheets) > 1 else {}
            yield from _table(_chained(first, rows), told)
            return
    raise Refused("empty")


def _chained(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _check_archive(stream: IO[bytes]) -> None:
    """A plain archive of a workbook that unpacks to what may be read; asks its directory, unpacks nothing."""
    if stream.read(4) != b"PK\x03\x04":
        raise Refused("not_xlsx")
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):  # the last: a packing zipfile does not know
        raise Refused("not_xlsx") from None
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Refused("not_xlsx")
    sizes = [part.file_size for part in parts]
    swells = any(
        part.file_size > limits.SMALL and part.file_size > limits.MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if swells or len(parts) > limits.MOST_PARTS or max(sizes) > limits.MOST_PART or sum(sizes) > limits.MOST_IN_ALL:
        raise Refused("swells")
    stream.seek(0)


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, 1):
        cells = [_said(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if any(cell and not cell.isspace() for cell in cells):
            yield number, cells
        elif number > limits.MOST_ROWS * 10:
            return


def _said(value: Any) -> str:
    """A cell as a person would have typed it: days without a time, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _table(rows: Iterator[tuple[int, list[str]]], told: dict[str, str] | None = None) -> Iterator[Any]:
    """Header and rows of equal width; a list that is too wide, too long or uneven is refused whole."""
    _number, first = _below_titles(rows)
    if not first:
        raise Refused("empty")
    header = _header(first)
    yield {"header": header, "told": told or {}}
    width = len(header)
    for count, (number, line) in enumerate(rows, 1):
        if count > limits.MOST_ROWS:
            raise Refused("rows", most=limits.MOST_ROWS)
        if any(cell and not cell.isspace() for cell in line[width:]):
            raise Refused("wide_row", row=number)
        cells = [mended(cell).strip() for cell in (line + [""] * width)[:width]]
        long = next((place for place, cell in enumerate(cells) if len(cell) > limits.LONGEST_CELL), None)
        if long is not None:
            raise Refused("long_cell", row=number, column=header[long], most=limits.LONGEST_CELL)
        yield [number, cells]


def _below_titles(rows: Iterator[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """The first row that can name columns: lines with one filled cell above it are the title of the table."""
    number, first = next(rows, (0, []))
    for _title in range(limits.MOST_TITLES):
        if sum(1 for cell in first if cell and not cell.isspace()) != 1:
            break
        number, first = next(rows, (number, first))
    return number, first


def _header(line: list[str]) -> list[str]:
    header = [" ".join(mended(cell[: limits.LONGEST_HEADING + 1]).split()) for cell in line]
    while header and not header[-1]:
        header.pop()
    if len(header) > limits.MOST_COLUMNS:
        raise Refused("columns", most=limits.MOST_COLUMNS)
    if len(header) < 2:
        raise Refused("one_column")
    if long := next((name for name in header if len(name) > limits.LONGEST_HEADING), ""):
        raise Refused("long_heading", name=long[:60], most=limits.LONGEST_HEADING)
    if twice := next((name for name in header if name and header.count(name) > 1), ""):
        raise Refused("twice", name=twice)
    return header
