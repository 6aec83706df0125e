"""What each row of a sheet would do: the dry run. Six queries whatever the number of rows; nothing is written.

A sheet never sets an acceptance, a verification, who rated or when, a state, or a wider circle of readers. A row whose risk
was changed since the sheet was taken out is a conflict: a person says for each which words count.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from risks.models import RegisterSheet

from . import checking, telling
from .columns import label
from .judging import Planner
from .mapping import Mapping, is_own
from .rating import Reading
from .rows import Row, Verdict

MOST_ROWS = 500  # more than any register has; all of them are written in one request
_CONTACT = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w+|\+\d[\d ()/.-]{6,}\d")


@dataclass
class Plan:
    rows: list[Row]
    readings: list[tuple[Reading, int]]
    remarks: list[str]

    @property
    def counts(self) -> dict[str, int]:
        return {str(verdict): sum(1 for row in self.rows if row.verdict == verdict) for verdict in Verdict}

    @property
    def fingerprint(self) -> str:
        """Of all that the dry run shows: whoever applies it applies what was seen."""
        told = [
            (
                row.number,
                str(row.verdict),
                row.ref,
                row.said,
                row.stated.said,
                row.fields,
                row.changes,
                str(row.measure),
            )
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def plan(planner: Planner, sheet: RegisterSheet) -> Plan:
    """What each row of a sheet would do, and how its words were read."""
    is_own, mapping = is_own_sheet(sheet), Mapping.from_json(sheet.mapping)
    rows = []
    for number, cells in sheet.rows:
        told = {name: telling.plain(cell) for name, cell in zip(sheet.header, cells, strict=False) if name}
        row = Row(number)
        if is_own:
            checking.own(planner, row, told)
        else:
            mapped = {target: told.get(column, "") for target, column in mapping.columns.items()}
            checking.foreign(planner, row, mapped, mapping)
        rows.append(row)
    return Plan(rows, _gathered(rows), [*_remarks(sheet, mapping, is_own), *_personal(sheet)])


def is_own_sheet(sheet: RegisterSheet) -> bool:
    """Whether it was taken out of here, so that nobody has to name its columns."""
    return not sheet.mapping and is_own(sheet.header)


def _gathered(rows: Iterable[Row]) -> list[tuple[Reading, int]]:
    """Each word once, with the number of rows that have it; what was not understood first."""
    counted: dict[Reading, int] = {}
    for row in rows:
        for reading in row.stated.readings:
            counted[reading] = counted.get(reading, 0) + 1
    return sorted(counted.items(), key=lambda pair: (pair[0].is_read, pair[0].column, pair[0].word))


def _remarks(sheet: RegisterSheet, mapping: Mapping, is_own: bool) -> list[str]:
    """What holds for the sheet as a whole."""
    if is_own:
        return []
    found, columns = [], mapping.columns
    left = [name for name in sheet.header if name and name not in columns.values()]
    if left:
        found.append(_("These columns are not read: %(names)s.") % {"names": ", ".join(left)[:300]})
    if "current_likelihood" in columns and "inherent_likelihood" not in columns:
        found.append(
            _("The sheet has one rating: it is the one that holds now. That before any measure is copied from it.")
        )
    if "current_likelihood" in columns and "target_likelihood" not in columns:
        found.append(
            _("What remains once the plan is done is not in the sheet: it is copied from the rating that holds now.")
        )
    if "current_impact" in columns:
        names = {"name": label(mapping.dimension)}
        found.append(_("The sheet does not say what the impact falls on: it is counted as %(name)s.") % names)
    if "confidence" not in columns:
        found.append(
            _("The sheet does not say how sure its ratings are: each is taken as low, imported without confidence.")
        )
    found.append(_("The sheet does not say how fast the harm comes: the fastest is taken."))
    return found


def _personal(sheet: RegisterSheet) -> list[str]:
    """A warning where texts hold what looks like the contact of a person; the owner's own column apart."""
    apart = {"owner", *(name for target, name in sheet.mapping.get("columns", {}).items() if target == "owner")}
    places = [n for n, name in enumerate(sheet.header) if name not in apart]
    n = sum(1 for _number, cells in sheet.rows if any(_CONTACT.search(cells[place]) for place in places))
    if not n:
        return []
    return [
        _(
            "%(n)s rows hold what looks like an e-mail address or a telephone number. Names and contacts of people do not belong"
            " in a register of risks."
        )
        % {"n": n}
    ]
