"""Builders of references that come in."""

import copy
import io
import uuid
from types import SimpleNamespace
from typing import Any

from knowledge import actions, importing
from knowledge.actions.indexing import reindex
from knowledge.models import ReferenceList, Resource
from pvehub.people.models import User

from . import ground, k_voc, knowledge


def ris(*entries: dict[str, str], kind: str = "JOUR") -> str:
    """A RIS file: each entry by its tags."""
    return "".join(
        f"TY  - {kind}\r\n" + "".join(f"{tag}  - {value}\r\n" for tag, value in entry.items()) + "ER  - \r\n\r\n"
        for entry in entries
    )


def references(
    content: str | bytes, by: User, name: str = "list.ris", office: str = "UG", **facts: Any
) -> ReferenceList:
    """A list of this person, read by the child process and checked by the real action."""
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    with importing.opened(stream, name) as entries:
        return actions.upload_references(
            entries, by=by, name=name, **{"office": ground.office(office), "language": "en", **facts}
        )


def copies(first: Resource, number: int) -> None:
    """As many more of a published resource, with its author and text, as they would stand."""
    author, text = first.created_by, first.published_revision
    for _ in range(number):
        row, words = Resource.objects.get(pk=first.pk), copy.copy(text)
        row.pk, row.uid, row.state, row.published_revision = None, uuid.uuid4(), "draft", None
        row.save()
        row.authors.add(author)
        words.pk, words.resource, words.status, words.sha256 = None, row, "draft", ""
        words.submitted_at = words.submitted_by = None
        words.save()
        row.state, row.published_revision = "published", words
        row.save()
        reindex(row)


def _list(state: str, cast: Any) -> ReferenceList:
    text = ris({"TI": f"Title {cast.canary}", "PY": "2019"})
    return references(text, cast.own_mission, f"{cast.canary}.ris")


def _cited(state: str, cast: Any) -> SimpleNamespace:
    return SimpleNamespace(uid=knowledge.THINGS["resource"](state, cast).uid, format="ris")


def _taken(state: str, cast: Any) -> SimpleNamespace:
    return SimpleNamespace(uid=k_voc.THINGS["collection"](state, cast).uid, format="bibtex")


THINGS = {
    "collection-taken": _taken,
    "references": _list,
    "reference-format": lambda state, cast: SimpleNamespace(format="csv"),
    "cited": _cited,
}
