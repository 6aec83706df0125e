"""Asking the repository: words through the index, rows through `visible_to`, nothing counted that the asker may not see."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, Value
from django.utils.translation import get_language

from knowledge.models import Attachment, Resource
from knowledge.querysets import ResourceQuerySet
from pvehub import index
from pvehub.people.models import User


@dataclass(frozen=True)
class Found:
    """A row of an answer: the resource, the passage (text, matched) and the name of the file it stands in, if any."""

    resource: Resource
    passage: list[tuple[str, bool]]
    file: str


@dataclass(frozen=True)
class Answer:
    """A page of what was found, and how many there are for this person."""

    rows: list[Found]
    total: int


def ask(words: str, *, by: User, among: ResourceQuerySet, offset: int = 0, limit: int = 20) -> Answer:
    """The resources of `among` (already `visible_to` the asker) in which the words stand, best first; also where they
    stand only in a file the asker may open."""
    files = Attachment.objects.visible_to(by).live()
    answer = index.ask(
        words,
        allowed={"resource": among.order_by().values("pk")},
        parts_allowed={"resource": files.values("pk")},
        language=(get_language() or "en")[:2],
        offset=offset,
        limit=limit,
    )
    # Rows and names are read through the same doors again: what the index says is a copy.
    parts = [hit.part for hit in answer.rows if hit.part]
    name = (
        Subquery(files.filter(pk__in=parts, resource=OuterRef("pk")).named().values("told_name")[:1])
        if parts
        else Value("")
    )
    rows = Resource.objects.visible_to(by).for_list().annotate(hit_file=name).in_bulk([hit.id for hit in answer.rows])
    shown = [Found(rows[hit.id], hit.highlight, rows[hit.id].hit_file or "") for hit in answer.rows if hit.id in rows]
    return Answer(shown, answer.total)
