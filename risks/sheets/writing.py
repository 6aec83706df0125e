"""A register as a file: XLSX with four sheets, or one of them as CSV. No text of it is ever a formula.

Above the names of the columns stand who took it, when, under which mark, and how many risks are not in it.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from projects.compendium.telling import mark_of
from projects.exporting.cells import safe
from projects.exporting.sheets import BOM, OPTIONS, Line, plain, put
from pvehub.people.models import User
from risks.models import Register, Risk

from . import columns, telling

BLOCK = 64 * 1024
KINDS = ("xlsx", "csv")
PARTS = {"risks": columns.RISKS, "measures": columns.MEASURES, "screening": columns.SCREENING, "method": columns.METHOD}


@dataclass(frozen=True)
class Wish:
    """Who takes what out, when, in which language; without a register it is every risk this person reads."""

    user: User
    register: Register | None
    at: datetime
    language: str = "en"


def titles(wish: Wish, tier: int) -> list[str]:
    """The lines above the table."""
    what = _("Risk register of %(code)s") % {"code": wish.register.code} if wish.register else _("Risks")
    said = {"what": what, "mark": mark_of(tier), "name": wish.user, "when": f"{wish.at:%Y-%m-%d %H:%M} UTC"}
    first = _("%(mark)s. %(what)s, taken out of PVE Hub by %(name)s on %(when)s.") % said
    return [first, *filter(None, [telling.hidden(wish.user, wish.register) if wish.register else ""])]


def tier_of(wish: Wish) -> int:
    """The mark of a file is that of the strictest risk in it."""
    seen = Risk.objects.visible_to(wish.user)
    seen = seen.filter(register=wish.register) if wish.register else seen
    if seen.filter(visibility="restricted").exists():
        return 3
    if wish.register:
        return wish.register.tier
    tiers = seen.order_by("-register__project__tier").values_list("register__project__tier", flat=True)
    return max((tier if tier is not None else 1 for tier in tiers.distinct()), default=0)


def _rows(wish: Wish, part: str, taken: list[int]) -> Iterator[telling.Cells]:
    if part == "measures" and wish.register:
        yield from telling.measures(wish.user, wish.register)
    elif part == "screening" and wish.register:
        yield from telling.screening(wish.register)
    elif part == "method":
        yield from telling.method()
    elif part == "risks":
        for risk in telling.risks(wish.user, wish.register):
            taken.append(risk.pk)
            yield telling.row(risk)


def _cells(names: Sequence[str], row: telling.Cells) -> list[Any]:
    values = [row.get(name) for name in names]
    return [safe(value) if isinstance(value, str) else value for value in values]


def csv_lines(wish: Wish, part: str, taken: list[int]) -> Iterator[bytes]:
    """The lines of one table. Outside of the request the language is no longer the reader's own: it is set for each line."""
    lines = _csv(wish, part, taken)
    while True:
        with translation.override(wish.language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def _csv(wish: Wish, part: str, taken: list[int]) -> Iterator[bytes]:
    line, names, start = Line(), PARTS[part], BOM
    writer = csv.writer(line)
    for title in titles(wish, tier_of(wish)):
        writer.writerow([safe(title), *[""] * (len(names) - 1)])
        yield (start + line.text).encode()
        start = ""
    writer.writerow(names)
    yield line.text.encode()
    for row in _rows(wish, part, taken):
        writer.writerow([plain(value) for value in _cells(names, row)])
        yield line.text.encode()


def xlsx_blocks(wish: Wish, taken: list[int]) -> Iterator[bytes]:
    """The workbook; it is whole before its first byte goes out, on the disk and not in memory."""
    with tempfile.TemporaryFile() as aside:
        with translation.override(wish.language):
            _xlsx(wish, aside, taken)
        aside.seek(0)
        while block := aside.read(BLOCK):
            yield block


def _xlsx(wish: Wish, out: IO[bytes], taken: list[int]) -> None:
    tier = tier_of(wish)
    above = titles(wish, tier)
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": above[0], "author": "PVE Hub"})
        bold = book.add_format({"bold": True})
        for part, names in PARTS.items():
            if wish.register is None and part not in ("risks", "method"):
                continue
            sheet = book.add_worksheet(part)
            sheet.set_footer(f"&L{mark_of(tier)}&R&P / &N")
            sheet.repeat_rows(len(above))
            _fill(sheet, above, names, _rows(wish, part, taken), bold)


def _fill(sheet: Any, above: list[str], names: Sequence[str], rows: Iterable[telling.Cells], bold: Any) -> None:
    place = 0
    for title in above:
        put(sheet, place, 0, safe(title))
        place += 1
    sheet.set_column(0, len(names) - 1, 16)
    for column, name in enumerate(names):
        sheet.write_string(place, column, name, bold)
    place += 1
    sheet.freeze_panes(place, 3 if "ref" in names else 1)
    for row in rows:
        for column, value in enumerate(_cells(names, row)):
            put(sheet, place, column, value)
        place += 1


def blocks(wish: Wish, kind: str, part: str, taken: list[int]) -> Iterator[bytes]:
    """The file, piece by piece; `taken` fills with the keys of the risks that have gone out so far."""
    return xlsx_blocks(wish, taken) if kind == "xlsx" else csv_lines(wish, part, taken)
