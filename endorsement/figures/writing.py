"""The workload as a file: one workbook of four sheets, or one of them as CSV. No text of it is ever a formula.

Above the names of the columns stand who took it, when, and under which mark.
"""

import csv
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import Q
from django.utils.translation import gettext as _

from endorsement.models import Case
from projects.compendium.telling import mark_of
from projects.exporting.cells import Cell, safe
from projects.exporting.sheets import BOM, OPTIONS, Line, plain, put

from .asking import Asked
from .flow import IN_HAND, TIMED, YEAR, months, stages, turnaround
from .load import load

KINDS = ("xlsx", "csv")


@dataclass(frozen=True)
class Table:
    """One sheet: the names of its columns, and rows of plain cells."""

    names: list[str]
    rows: list[list[Cell]]


def exported(asked: Asked) -> Any:
    """The cases of the file: submitted, and in hand or moved in the last twelve months."""
    rows = asked.cases.filter(submitted_at__isnull=False)
    rows = rows.filter(Q(status__in=IN_HAND) | Q(moved_at__gte=asked.now - YEAR))
    return rows.select_related("project__lead_office__parent", "lead").order_by("ref", "pk")


def _cases(asked: Asked) -> Table:
    rows = exported(asked)
    spent = turnaround(asked, rows)
    names = [_("Case"), _("Office"), _("Region"), _("Kind"), _("Status"), _("Lead"), _("Submitted"), _("Last moved")]
    names += [_("Due"), _("Working days with headquarters"), _("Working days with the field")]
    names += [_("Working days: %(stage)s") % {"stage": stage.label} for stage in TIMED]
    found: list[list[Cell]] = []
    for case in rows:
        days, region = spent.get(case.pk, {}), case.project.region
        facts: list[Cell] = [case.ref, case.project.lead_office.name, region.name if region else ""]
        facts += [case.get_kind_display(), case.get_status_display(), str(case.lead or "")]
        facts += [case.submitted_at.date(), case.moved_at.date(), case.due_on]
        found.append([*facts, days.get("hq", 0), days.get("field", 0), *(days.get(stage, "") for stage in TIMED)])
    return Table(names, found)


def _reviewers(asked: Asked) -> Table:
    names = [
        _("Person"),
        _("Cases led"),
        _("Reviews to be given"),
        _("Of these late"),
        _("Reviews given in twelve months"),
    ]
    names.append(_("Median working days for a review"))
    rows: list[list[Cell]] = [
        [str(row.person), row.leads, row.reading, row.late, row.given, _half(row.days)] for row in load(asked)
    ]
    return Table(names, rows)


def _stages(asked: Asked) -> Table:
    names = [_("Stage"), _("Target in working days"), _("Median working days"), _("Longest"), _("Cases")]
    rows: list[list[Cell]] = [
        [str(row.label), row.target, _half(row.value), row.longest, len(row.days)] for row in stages(asked)
    ]
    return Table(names, rows)


def _months(asked: Asked) -> Table:
    names = [_("Month"), _("Submitted"), _("Decided"), _("In hand at its end")]
    rows: list[list[Cell]] = [
        [row.begins_on, len(row.submitted), len(row.decided), len(row.in_hand)] for row in months(asked)
    ]
    return Table(names, rows)


PARTS: dict[str, Callable[[Asked], Table]] = {
    "cases": _cases,
    "reviewers": _reviewers,
    "stages": _stages,
    "months": _months,
}


def _half(value: int | float | None) -> Cell:
    """A median is whole, or ends in a half; a cell of a sheet is exact."""
    return Decimal(str(value)) if isinstance(value, float) else value


def title(asked: Asked) -> str:
    """The line above each table; the mark is that of the strictest case in it."""
    tier = max((case.project.tier for case in exported(asked)), default=1)
    said = {"mark": mark_of(max(tier, 1)), "name": asked.user, "when": f"{asked.now:%Y-%m-%d %H:%M} UTC"}
    return _("%(mark)s. Workload of endorsement, taken out of PVE Hub by %(name)s on %(when)s.") % said


def _safe(row: list[Any]) -> list[Cell]:
    return [safe(value) if isinstance(value, str) else value for value in row]


def as_csv(asked: Asked, part: str) -> Iterator[bytes]:
    """One table in UTF-8."""
    line, table = Line(), PARTS[part](asked)
    writer = csv.writer(line)
    writer.writerow([safe(title(asked)), *[""] * (len(table.names) - 1)])
    yield (BOM + line.text).encode()
    writer.writerow([safe(name) for name in table.names])
    yield line.text.encode()
    for row in table.rows:
        writer.writerow([plain(value) for value in _safe(row)])
        yield line.text.encode()


def as_xlsx(asked: Asked) -> bytes:
    """All tables, a sheet each."""
    with tempfile.TemporaryFile() as aside:
        with xlsxwriter.Workbook(aside, OPTIONS) as book:
            bold = book.add_format({"bold": True})
            for part, table_of in PARTS.items():
                table, sheet = table_of(asked), book.add_worksheet(part)
                put(sheet, 0, 0, safe(title(asked)))
                sheet.set_column(0, len(table.names) - 1, 18)
                for column, name in enumerate(table.names):
                    sheet.write_string(1, column, safe(name), bold)
                sheet.freeze_panes(2, 1)
                for place, row in enumerate(table.rows, start=2):
                    for column, value in enumerate(_safe(row)):
                        put(sheet, place, column, value)
        aside.seek(0)
        return aside.read()


def taken(asked: Asked) -> list[int]:
    """The keys of the cases that a file tells of, for the log of who took what."""
    return list(Case.objects.filter(pk__in=exported(asked).order_by().values("pk")).values_list("pk", flat=True))
