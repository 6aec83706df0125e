"""The permission as SQL: for each kind what the asker may see, asked inside the statement of the documents it found.

Of what the words found, by key, and never of all that somebody may see, which is much more than a question finds.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from pvehub.index.items import KIND, KINDS, PART, RESTRICTED

_PLACE = re.compile("%%|%s")

_OPEN = 15 << KIND | RESTRICTED
_WHAT = 15 << KIND | 1 << PART

Allowed = Mapping[str, QuerySet[Any]]


@dataclass(frozen=True)
class Gate:
    """What may be seen of one kind: the ids of things, and of the attachments of things; none of them where parts is None."""

    kind: str
    things: str
    parts: str | None

    @property
    def number(self) -> int:
        """The bits of facets that say the kind."""
        return KINDS[self.kind] << KIND

    def passed(self, columns: str, source: str, phrases: str) -> list[str]:
        """The documents `doc` of the source that pass, things and attachments apart; `phrases` is what the document `d` has
        to hold besides."""
        document = "join index_searchdoc d on d.id = doc.doc_id"
        asked = f"select {columns} from {source} doc"
        things = f"doc.thing_id in ({self.things}) {phrases}"
        found = [f"{asked} {document if phrases else ''} where doc.facets & {_WHAT} = {self.number} and {things}"]
        if self.parts is not None:
            carried = f"doc.facets & {_WHAT} = {self.number | 1 << PART} and d.part in ({self.parts})"
            found.append(f"{asked} {document} where {carried} and {things}")
        return found


def of(allowed: Allowed, parts_allowed: Allowed) -> tuple[list[Gate], dict[str, Any]]:
    """A gate for each kind of which anything may be seen, and the parameters of their subqueries."""
    gates: list[Gate] = []
    facts: dict[str, Any] = {}
    for number, (kind, things) in enumerate(sorted(allowed.items())):
        where = subquery(things, f"t{number}_", facts)
        if where is not None:
            parts = subquery(parts_allowed[kind], f"p{number}_", facts) if kind in parts_allowed else None
            gates.append(Gate(kind, where, parts))
    return gates, facts


def passed(gates: Iterable[Gate], columns: str, source: str, phrases: str = "") -> str:
    """The rows of a source (doc_id, thing_id, facets and more) that the asker may see."""
    return "\n  union all ".join(way for gate in gates for way in gate.passed(columns, source, phrases))


def taken(gates: Iterable[Gate], facets: str) -> str:
    """Whether facets are of one of these kinds and open to all staff, for which nothing has to be asked."""
    packed = [gate.number | part for gate in gates for part in ([0] if gate.parts is None else [0, 1 << PART])]
    return f"{facets} & {_WHAT | RESTRICTED} in ({', '.join(map(str, packed))})" if packed else "false"


def to_ask(gates: Iterable[Gate]) -> str:
    """Whether a posting is of something that is not open to all staff, or of another kind than these; the words of the
    index of just these postings (models.py) where all is asked of but resources."""
    return " and ".join(f"facets & {_OPEN} <> {gate.number}" for gate in gates) or "true"


def subquery(things: QuerySet[Any], prefix: str, facts: dict[str, Any]) -> str | None:
    """A queryset as a subquery (of ids, unless it says what of) with named parameters; None if Django knows that it is empty."""
    chosen = things if things.query.has_select_fields else things.values("pk")
    if not chosen.query.is_sliced:
        chosen = chosen.order_by()
    try:
        sql, values = chosen.query.sql_with_params()
    except EmptyResultSet:
        return None
    names = [f"{prefix}{number}" for number in range(len(values))]
    facts.update(zip(names, values, strict=True))
    left = iter(names)
    return _PLACE.sub(lambda place: place[0] if place[0] == "%%" else f"%({next(left)})s", sql)
