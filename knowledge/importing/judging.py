"""What bringing in a list would do, row by row: a new draft, nothing because it is here, nothing because it cannot be read.

What is here is looked for among what the importer may read, and nowhere else: the verdict on an entry of which only others
have a copy is that on an entry nobody has.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from knowledge import citing
from knowledge.importing.columns import kinds_by_name
from knowledge.importing.entries import Entry
from knowledge.models import ReferenceList, ReferenceRow, Resource
from pvehub.files.checks import people
from pvehub.files.verdicts import Rejected

Verdict = ReferenceRow.Verdict


def judge(batch: ReferenceList, rows: list[ReferenceRow]) -> None:
    """Give every row its verdict, its kind and the sentence that says why. What a person chose stays chosen."""
    entries = {row.number: Entry(**row.entry) for row in rows if row.entry}
    here = _Here(batch, entries.values())
    named = kinds_by_name()
    for row in rows:
        entry = entries.get(row.number)
        row.same_as_id = row.same_line = None
        if entry is None:
            continue  # it could not be read, and its sentence says so
        row.kind = row.choice if row.choice not in ("", row.OUT) else batch.kind or _kind(entry, named)
        row.reason = _why_broken(row.line, entry)
        row.verdict = Verdict.BROKEN if row.reason else Verdict.NEW
        if row.reason:
            continue
        here.find(row, entry)
        if row.verdict == Verdict.NEW and row.choice == row.OUT:
            row.verdict = Verdict.OUT
        elif row.verdict == Verdict.NEW:
            here.add(row, entry)


def counted(rows: Iterable[ReferenceRow]) -> dict[str, int]:
    """How many rows have which verdict."""
    counts = dict.fromkeys(Verdict.values, 0)
    for row in rows:
        counts[row.verdict] += 1
    return counts


def _kind(entry: Entry, named: dict[str, str]) -> str:
    return named.get(citing.folded(entry.sort)) or entry.kind()


def _why_broken(line: int, entry: Entry) -> str:
    if not citing.title_key(entry.title):
        return _("Line %(line)s: this entry has no title.") % {"line": line}
    try:
        people.check("\n".join(entry.words()))
    except Rejected:
        return _(
            "Line %(line)s: this entry lists five or more people with their phone, e-mail or ID. Personal data stay with"
            " those who need them; take them out."
        ) % {"line": line}
    return ""


class _Here:
    """What the importer has before their eyes: readable resources that any of these entries could be, and the entries of
    the list itself."""

    def __init__(self, batch: ReferenceList, entries: Iterable[Entry]) -> None:
        self.known: dict[str, list[tuple[str, Any]]] = {}
        wanted = {key for entry in entries for key in _keys(entry)}
        for pk, uid, title, year, link in Resource.objects.keyed_for(batch.owner):
            told = citing.year_in(year or "")
            for key in (f"uid:{uid}", *_links(link or ""), f"title:{citing.title_key(title)}"):
                if key in wanted:
                    self.known.setdefault(key, []).append((told, pk))

    def find(self, row: ReferenceRow, entry: Entry) -> None:
        """Mark the row as a duplicate where it is one."""
        for key in _keys(entry):
            for year, where in self.known.get(key, ()):
                # Two texts of one title are two only if both say when they are from.
                if key.startswith("title:") and year and entry.year and year != entry.year:
                    continue
                row.verdict = Verdict.DUPLICATE
                if isinstance(where, str):
                    row.same_line = int(where)
                else:
                    row.same_as_id = where
                return

    def add(self, row: ReferenceRow, entry: Entry) -> None:
        """From here on the row is there for those that follow."""
        for key in _keys(entry):
            self.known.setdefault(key, []).append((entry.year, str(row.line)))


def _keys(entry: Entry) -> list[str]:
    """What an entry can be known by, the surest first."""
    uids = (citing.uid_in(one) for one in entry.addresses)
    found = [f"uid:{uid}" for uid in uids if uid] + [key for one in (entry.doi, entry.address()) for key in _links(one)]
    return [*found, f"title:{citing.title_key(entry.title)}"]


def _links(text: str) -> list[str]:
    doi = citing.doi_in(text)
    return [f"doi:{doi}"] if doi else [f"url:{citing.address_key(text)}"] if text.strip() else []
