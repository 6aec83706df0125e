"""An export as bytes, in any of its formats, with a note of what was told of which project."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import translation

from pvehub.files.kinds import KINDS

from . import columns, iati, sheets
from .telling import BRIEF, Names, Told, tell

BLOCK = 64 * 1024
MEDIA_TYPES = {name: KINDS[name].media_type for name in ("csv", "xlsx")} | {"iati": "application/xml"}


@dataclass(frozen=True)
class Wish:
    """What was asked for."""

    format: str
    parts: str = "facts"
    has_hxl: bool = False
    is_redacted: bool = False
    language: str = "en"


@dataclass
class Ledger:
    """Which projects have gone out so far, and how far each was told."""

    open_ids: list[int] = field(default_factory=list)
    whole_ids: list[int] = field(default_factory=list)

    def noted(self, rows: Iterable[Told]) -> Iterator[Told]:
        for row in rows:
            (self.whole_ids if row.is_whole else self.open_ids).append(row.project.pk)
            yield row

    @property
    def count(self) -> int:
        return len(self.open_ids) + len(self.whole_ids)


def blocks(projects: QuerySet[Any], wish: Wish, ledger: Ledger) -> Iterator[bytes]:
    """The file, piece by piece. CSV and XML go out while they are read; a workbook is whole before its first byte."""
    if wish.format != "xlsx":
        yield from _lines(projects, wish, ledger)
        return
    with tempfile.TemporaryFile() as aside:
        write(projects, wish, ledger, aside)
        aside.seek(0)
        while block := aside.read(BLOCK):
            yield block


def write(projects: QuerySet[Any], wish: Wish, ledger: Ledger, out: IO[bytes]) -> None:
    """The whole file into `out`."""
    if wish.format != "xlsx":
        out.writelines(_lines(projects, wish, ledger))
        return
    with translation.override(wish.language):
        chosen = columns.chosen(wish.parts, redacted=wish.is_redacted)
        rows = _rows(projects, wish, ledger, chosen)
        sheets.write_xlsx(out, chosen, rows, Names.read(), hxl=wish.has_hxl)


def _lines(projects: QuerySet[Any], wish: Wish, ledger: Ledger) -> Iterator[bytes]:
    if wish.format == "iati":
        return iati.document(ledger.noted(tell(iati.publishable(projects), iati.FIELDS)))
    return _csv(projects, wish, ledger)


def _csv(projects: QuerySet[Any], wish: Wish, ledger: Ledger) -> Iterator[bytes]:
    """Outside of the request the language is no longer the reader's own, so it is set anew for each line."""
    with translation.override(wish.language):
        chosen = columns.chosen(wish.parts, redacted=wish.is_redacted)
        rows = _rows(projects, wish, ledger, chosen)
        lines = sheets.csv_lines(chosen, rows, Names.read(), hxl=wish.has_hxl)
    while True:
        with translation.override(wish.language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def _rows(projects: QuerySet[Any], wish: Wish, ledger: Ledger, chosen: list[columns.Column]) -> Iterator[Told]:
    names = [*BRIEF, *(column.name for column in chosen[len(columns.FACTS) :])]
    return ledger.noted(tell(projects, names, whole=wish.parts == "whole", redacted=wish.is_redacted))
