"""The rows of a list among themselves: the same identifier twice, identifiers that differ by case, parents and children.

Of each row only its identifier, a digest of its cells and its parents are kept while the list is gone through.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..models import ImportRow
from .rows import RowReader
from .verdicts import Choice, Verdict, stop


class _Seen(NamedTuple):
    number: int
    spelling: str
    digest: bytes
    choice: str


class Among:
    """What a row has to know of all the others."""

    def __init__(self, reader: RowReader, rows: Iterable[tuple[int, list[str], str]]) -> None:
        self.reader = reader
        self.column = reader.column("external_id")
        self.groups: dict[str, list[_Seen]] = defaultdict(list)
        self.parents: dict[str, set[str]] = defaultdict(set)
        mapped = sorted(reader.at.values())
        for number, cells, choice in rows:
            own = reader.cell(cells, "external_id")
            if not own:
                continue
            said = "\x1f".join(cells[place] for place in mapped)
            digest = hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=12).digest()
            self.groups[own.casefold()].append(_Seen(number, own, digest, choice))
            for parent in _ids(reader.cell(cells, "parent")):
                self.parents[own].add(parent)
            for child in _ids(reader.cell(cells, "children")):
                self.parents[child].add(own)

    def judge(self, row: ImportRow) -> None:
        """Stop the row if another row of the list speaks against it."""
        own = row.values["external_id"]
        if not own:
            return
        if row.choice == Choice.OUT:
            row.verdict = Verdict.NEW
            row.problems = []
            stop(row, Verdict.REFUSED, self.column, _("Left out, as decided here."), [Choice.OUT])
            return
        self._kin(row, own)
        group = self.groups[own.casefold()]
        if len(group) > 1 and row.verdict != Verdict.NOT_YOURS:  # what is not theirs needs no further question
            self._twins(row, group)

    def _kin(self, row: ImportRow, own: str) -> None:
        column = self.reader.column("parent")
        for parent in sorted(self.parents.get(own, ())):
            if parent == own or not self._has(parent):
                continue
            names = {"id": parent[:120]}
            if own in self.parents.get(parent, ()):
                stop(row, Verdict.UNCLEAR, column, _("This row and %(id)s name each other as parent.") % names)
            else:
                reason = _("A part of %(id)s, which is in the list: counted there, not twice.") % names
                stop(row, Verdict.REFUSED, column, reason)

    def _has(self, identifier: str) -> bool:
        return any(seen.spelling == identifier for seen in self.groups.get(identifier.casefold(), ()))

    def _twins(self, row: ImportRow, group: list[_Seen]) -> None:
        chosen = [seen.number for seen in group if seen.choice == Choice.SAME]
        if len(chosen) == 1:
            if row.number != chosen[0] and row.choice != Choice.OWN:
                reason = _("Left out: the same project as row %(row)s, as decided there.") % {"row": chosen[0]}
                stop(row, Verdict.REFUSED, self.column, reason, [Choice.SAME, Choice.OUT])
            else:
                row.choices = [Choice.SAME, Choice.OUT]
            return
        left = [seen for seen in group if seen.choice != Choice.OUT]
        spellings = sorted({seen.spelling for seen in left})
        if len(spellings) > 1:
            self._differ_by_case(row, spellings)
        twins = [seen for seen in left if seen.spelling == row.values["external_id"]]
        if len(twins) > 1:
            self._repeated(row, twins)
        elif len(left) < 2:
            row.choices = [Choice.SAME, Choice.OUT]

    def _differ_by_case(self, row: ImportRow, spellings: list[str]) -> None:
        choices = [Choice.SAME, Choice.OWN, Choice.OUT]
        if row.choice == Choice.OWN:
            row.choices = list(map(str, choices))
            return
        reason = _("Identifiers that differ only by upper and lower case: %(ids)s. Are they one project?")
        stop(row, Verdict.UNCLEAR, self.column, reason % {"ids": ", ".join(spellings)[:300]}, choices)

    def _repeated(self, row: ImportRow, twins: list[_Seen]) -> None:
        same = len({seen.digest for seen in twins}) == 1
        if same and row.number == twins[0].number:
            return
        others = ", ".join(str(seen.number) for seen in twins if seen.number != row.number)[:200]
        reason = _("The same identifier stands in row %(rows)s too.") % {"rows": others}
        verdict = Verdict.REFUSED if same else Verdict.UNCLEAR
        stop(row, verdict, self.column, reason, [] if same else [Choice.SAME, Choice.OUT])


def _ids(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()] if ";" in text else [text] if text else []
