"""The dry run: for every row what applying would do, and where it cannot, the row, the column and the reason."""

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from pvehub import access
from pvehub.people.models import User

from .. import permissions
from ..models import ImportBatch, ImportRow
from .among import Among
from .mapping import Mapping
from .rows import RowReader
from .there import There

AT_A_TIME = 500  # rows in memory


def judged(batch: ImportBatch, *, by: User) -> Iterator[list[ImportRow]]:
    """The rows of a list in their order, some hundred at a time, each with its verdict; the caller keeps them.

    Raises Refused when this person may not bring in lists for the office. Nothing is written here.
    """
    access.require(permissions.why_not_import(by, batch.office))
    mapping = Mapping.from_json(batch.mapping)
    reader = RowReader(batch.header, mapping, by, batch.office)
    lines = batch.lines.order_by("number", "pk")
    cells = lines.values_list("number", "cells", "choice").iterator(chunk_size=AT_A_TIME)
    among = Among(reader, cells)
    there = There(by, reader.column("external_id"))
    stream = lines.iterator(chunk_size=AT_A_TIME)
    while rows := list(islice(stream, AT_A_TIME)):
        for row in rows:
            row.project = row.other = None
            reader.read(row)
            among.judge(row)
        there.judge(rows)
        yield rows


def remarks(batch: ImportBatch) -> list[str]:
    """What is to be said of the list as a whole."""
    mapping = Mapping.from_json(batch.mapping)
    found = []
    if "budget" in mapping.columns and "currency" not in mapping.columns and not mapping.currency:
        found.append(_("The list does not say the currency of its amounts: choose one, or they come in without."))
    if "implementers" not in mapping.columns:
        found.append(_("No column names the implementing organizations: every row is taken for ours."))
    return found
