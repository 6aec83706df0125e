"""What bringing in a list would do, row by row: a new draft, nothing because it is here, nothing because it cannot be read.

What is here is looked for among what the importer may read, and nowhere else: the verdict on an entry of which only others
have a copy is that on an entry nobody has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge import citing
from knowledge.importing.columns import kinds_by_name
from knowledge.importing.entries import Entry
from knowledge.models import ReferenceList, ReferenceRow, Resource
from pvehub.files.checks import people
from pvehub.files.verdicts import Rejected

Verdict = ReferenceRow.Verdict
SAME_BY = {
    "uid": gettext_lazy("the same permanent address"),
    "doi": gettext_lazy("the same DOI"),
    "url": gettext_lazy("the same address"),
    "title": gettext_lazy("the same title, of the same year as far as is said"),
}


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


@dataclass(frozen=True)
class _Known:
    """Something that is here: a resource, or an entry of the list itself by its line."""

    year: str
    doi: str
    pk: int | None = None
    line: int | None = None

    def differs(self, entry: Entry) -> bool:
        """Of one title, yet two texts: where both say when they are from, or both have a DOI, and these are not the same."""
        pairs = ((self.year, entry.year), (self.doi, entry.doi))
        return any(ours and theirs and ours != theirs for ours, theirs in pairs)


class _Here:
    """What the importer has before their eyes: readable resources that any of these entries could be, and the entries of
    the list itself."""

    def __init__(self, batch: ReferenceList, entries: Iterable[Entry]) -> None:
        self.known: dict[str, list[_Known]] = {}
        wanted = {key for entry in entries for key in _keys(entry)}
        for pk, uid, title, year, link in Resource.objects.keyed_for(batch.owner):
            one = _Known(citing.year_in(year or ""), citing.doi_in(link or ""), pk=pk)
            for key in (f"uid:{uid}", *_links(link or ""), f"title:{citing.title_key(title)}"):
                if key in wanted:
                    self.known.setdefault(key, []).append(one)

    def find(self, row: ReferenceRow, entry: Entry) -> None:
        """Mark the row as a duplicate where it is one."""
        for key in _keys(entry):
            for one in self.known.get(key, ()):
                sort = key.partition(":")[0]
                if sort == "title" and one.differs(entry):
                    continue
                row.verdict, row.reason = Verdict.DUPLICATE, str(SAME_BY[sort])
                row.same_as_id, row.same_line = one.pk, one.line
                return

    def add(self, row: ReferenceRow, entry: Entry) -> None:
        """From here on the row is there for those that follow."""
        for key in _keys(entry):
            self.known.setdefault(key, []).append(_Known(entry.year, entry.doi, line=row.line))


def _keys(entry: Entry) -> list[str]:
    """What an entry can be known by, the surest first."""
    uids = (citing.uid_in(one) for one in entry.addresses)
    found = [f"uid:{uid}" for uid in uids if uid] + [key for one in (entry.doi, entry.address()) for key in _links(one)]
    return [*found, f"title:{citing.title_key(entry.title)}"]


def _links(text: str) -> list[str]:
    doi = citing.doi_in(text)
    return [f"doi:{doi}"] if doi else [f"url:{citing.address_key(text)}"] if text.strip() else []
