"""Values by sheet: the columns of a project's sheet, the sheet filled with what is there, and what a filled one would do.

The header holds codes, never translated words. A column that is left out leaves what it stands for as it is; one that is
there and empty empties it. Nothing here writes.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import measures, measuring
from .exporting.cells import Cell, safe
from .importing.cells import day
from .measures import DIMENSIONS, Quality
from .measuring import Said
from .models import Indicator, IndicatorValue, Project

PLAIN = ("indicator", "start_on", "end_on", "value", "text", "base", "quality", "note")
MUST = PLAIN[:3]
MOST_ROWS = 2000
LONGEST = {"text": 5000, "note": 2000}


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


LABELS = {
    Verdict.NEW: gettext_lazy("New"),
    Verdict.CHANGED: gettext_lazy("Changed"),
    Verdict.UNCHANGED: gettext_lazy("Unchanged"),
    Verdict.REFUSED: gettext_lazy("Refused"),
}
PILLS = {Verdict.NEW: "ok", Verdict.CHANGED: "info", Verdict.UNCHANGED: "neutral", Verdict.REFUSED: "danger"}


@dataclass
class Row:
    """One row of a sheet and what applying it would do."""

    number: int
    code: str
    verdict: Verdict
    indicator: Indicator | None = None
    value: IndicatorValue | None = None
    said: Said | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(LABELS[self.verdict])

    @property
    def pill(self) -> str:
        return PILLS[self.verdict]


def counts(rows: list[Row]) -> dict[str, int]:
    return {str(verdict): sum(1 for row in rows if row.verdict == verdict) for verdict in Verdict}


# Going out


def columns(project: Project) -> list[str]:
    """The header: the plain columns, then one for each part by which an indicator is broken down or was."""
    found = list(PLAIN)
    asked: set[str] = set()
    named: dict[str, dict[str, None]] = {}
    for indicator in project.indicators.prefetch_related("values"):
        asked.update(indicator.disaggregation if indicator.is_counted else [])
        for value in indicator.values.all():
            for code, parts in value.parts.items():
                named.setdefault(code, {}).update(dict.fromkeys(parts))
    for code, dimension in DIMENSIONS.items():
        if code in asked or code in named:
            ours = [category for category, _label in dimension.categories]
            found += [f"{code}.{name}" for name in dict.fromkeys([*ours, *named.get(code, {})])]
    return found


def filled(project: Project, header: list[str]) -> Iterator[list[Cell]]:
    """What was recorded, row by row, and an empty row for the next value of each indicator."""
    for indicator in project.indicators.order_by("pk"):
        for value in indicator.values.in_order():
            data = measuring.data_of(value)
            parts = {f"{code}.{name}": number for code, each in value.parts.items() for name, number in each.items()}
            told = {**data, **parts, "indicator": indicator.code, "start_on": value.start_on, "end_on": value.end_on}
            yield [_cell(name, told.get(name, "")) for name in header]
        yield [indicator.code, *[""] * (len(header) - 1)]


def _cell(name: str, said: Any) -> Cell:
    if isinstance(said, date):
        return said
    number = measures.number(said) if name not in {"text", "note", "quality", "indicator"} and said else None
    return number if number is not None else safe(str(said))


def write_csv(project: Project) -> bytes:
    """The sheet as CSV in UTF-8; no text of it is taken for a formula."""
    header, out = columns(project), io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe(name) for name in header])
    for cells in filled(project, header):
        writer.writerow([cell.isoformat() if isinstance(cell, date) else cell for cell in cells])
    return ("\ufeff" + out.getvalue()).encode()


def write_xlsx(project: Project, out: IO[bytes]) -> None:
    """The sheet as a workbook: numbers and days stay such, no text becomes a formula or a link."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    header = columns(project)
    with xlsxwriter.Workbook(out, {**options, "in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet, bold = book.add_worksheet("values"), book.add_format({"bold": True})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(header) - 1, 14)
        for place, name in enumerate(header):
            sheet.write_string(0, place, safe(name), bold)
        for line, cells in enumerate(filled(project, header), 1):
            for place, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(line, place, cell)
                elif cell not in ("", None):
                    write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                    write(line, place, cell)


# Coming in


def problems(header: list[str]) -> list[str]:
    """What keeps a header from being read at all."""
    missing = [name for name in MUST if name not in header]
    if missing:
        return [_("These columns are missing: %(names)s. Take the sheet of this page.") % {"names": ", ".join(missing)}]
    unknown = [name for name in header if name and name not in PLAIN and name.partition(".")[0] not in DIMENSIONS]
    if unknown:
        return [_("These columns are not known: %(names)s.") % {"names": ", ".join(unknown)[:300]}]
    return []


def plan(project: Project, header: list[str], rows: list[list[Any]], today: date) -> list[Row]:
    """What each row of a sheet would do; `rows` are [number, cells]. Three queries."""
    known = {each.code: each for each in project.indicators.select_related("term").prefetch_related("values")}
    found: list[Row] = []
    given: dict[str, list[Any]] = {}
    for number, cells in rows:
        told = {name: _unsafe(cell) for name, cell in zip(header, cells, strict=False) if name}
        if any(text for name, text in told.items() if name != "indicator"):
            found.append(_row(number, told, known, given, today))
    return found


def _unsafe(cell: str) -> str:
    """The text without the apostrophe that kept it from being a formula on its way out."""
    text = cell.strip()
    return text[1:].strip() if text.startswith("'") and safe(text[1:]) != text[1:] else text


def _row(
    number: int, told: dict[str, str], known: dict[str, Indicator], given: dict[str, list[Any]], today: date
) -> Row:
    code = told.get("indicator", "")
    row = Row(number, code, Verdict.REFUSED, known.get(code))
    if row.indicator is None:
        row.problems = [("indicator", _("This project has no indicator with this code."))]
        return row
    days = {}
    for name in ("start_on", "end_on"):
        try:
            days[name] = day(told.get(name, ""))
        except ValueError as error:
            row.problems.append((name, str(error)))
        else:
            if days[name] is None:
                row.problems.append((name, _("The day is missing.")))
    start, end = days.get("start_on"), days.get("end_on")
    if row.problems or start is None or end is None:
        return row
    values = list(row.indicator.values.all())
    row.value = next((each for each in values if (each.start_on, each.end_on) == (start, end)), None)
    row.said = _said(row, told, start, end)
    others = [each for each in values if each is not row.value] + given.setdefault(code, [])
    row.problems += measuring.problems(row.indicator, row.said, others, today) if not row.problems else []
    if row.problems:
        return row
    given[code].append(row.said)
    same = row.value is not None and measuring.data_of(row.value) == row.said.data()
    row.verdict = Verdict.NEW if row.value is None else Verdict.UNCHANGED if same else Verdict.CHANGED
    return row


def _said(row: Row, told: dict[str, str], start: date, end: date) -> Said:
    """The value as the row states it, over what stands there; what cannot be read is a problem of the row."""
    kept = row.value
    value = _number(row, told, "value", kept.value if kept else None)
    base = _number(row, told, "base", kept.base if kept else None)
    if base is not None and (base != int(base) or not 0 < base <= 10**9):
        row.problems.append(("base", _("A whole number above zero.")))
        base = None
    quality = told.get("quality", kept.quality if kept else "") or Quality.REPORTED
    if quality not in Quality.values:
        row.problems.append(("quality", _("One of: %(names)s.") % {"names": ", ".join(Quality.values)}))
    texts = {name: told.get(name, getattr(kept, name) if kept else "") for name in LONGEST}
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            row.problems.append((name, _("More than %(n)s characters.") % {"n": LONGEST[name]}))
    counted = row.indicator is not None and row.indicator.is_counted
    return Said(
        start_on=start,
        end_on=end,
        value=value if counted else None,
        base=int(base) if base is not None else None,
        quality=quality,
        parts=_parts(told, kept),
        **texts,
    )


def _number(row: Row, told: dict[str, str], name: str, kept: Any) -> Any:
    if name not in told:
        return kept
    found = measures.number(told[name]) if told[name] else None
    if told[name] and found is None:
        row.problems.append((name, _("A number without words, for example 31 or 31.5.")))
    return None if found is None else round(found, 4)


def _parts(told: dict[str, str], kept: IndicatorValue | None) -> measuring.Parts:
    """The parts of the dimensions that the sheet has columns for, over those that stand there."""
    found: measuring.Parts = {code: dict(parts) for code, parts in (kept.parts if kept else {}).items()}
    for name, text in told.items():
        code, dot, category = name.partition(".")
        if not dot or code not in DIMENSIONS:
            continue
        number = measures.number(text) if text else None
        if text:
            found.setdefault(code, {})[category] = text if number is None else measures.plain(round(number, 4))
        else:
            found.get(code, {}).pop(category, None)
    return {code: parts for code, parts in found.items() if parts}
