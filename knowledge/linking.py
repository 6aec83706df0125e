"""Addresses of other resources that people write into a text: a link for whoever may open them, words for everybody else.

What stands in the text is never changed. Comparisons, exports, the index and its highlights keep the words as they were
typed, so that nothing of a resource is told by what points to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from django.conf import settings

from knowledge.models import Resource, Revision
from pvehub.people.models import User

_UID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# The permanent address, with or without our own host, or the bare number; what goes on behind it is another address.
_NAMED: Final = re.compile(
    rf"(?<![\w/.\-])(?:(?P<host>https?://[^\s/]+)?/knowledge/(?P<address>{_UID})(?:/(?![\w\-])|(?![\w/\-]))"
    rf"|(?P<bare>{_UID})(?![\w\-]))",
    re.IGNORECASE,
)
#: More in one text are a list, which is a collection.
MOST: Final = 100

Links = Mapping[UUID, Resource]
Piece = tuple[str, Resource | None]


def uids_in(texts: Iterable[str]) -> list[UUID]:
    """The permanent numbers that stand in these texts, once each, in their order."""
    found: dict[UUID, None] = {}
    for text in texts:
        for match in _NAMED.finditer(text):
            if _is_ours(match):
                found.setdefault(_uid(match))
    return list(found)[:MOST]


def texts_of(text: Revision) -> list[str]:
    """Every place of a text in which somebody may write an address."""
    return [text.title, text.summary, *(str(answer) for answer in text.fields.values())]


def links_in(user: User, text: Revision) -> Links:
    """The resources a text names that this person can open, or whose tombstone leads them on; no query where it names
    none, two at most."""
    uids = uids_in(texts_of(text))
    if not uids:
        return {}
    named = Resource.objects.filter(uid__in=uids)
    found = {*named.visible_to(user), *named.tombstones_for(user)}
    return {resource.uid: resource for resource in found}


def named_in(text: Revision) -> list[Resource]:
    """Everything a text names, whoever may see it; for the record of what refers to what, and never for a page."""
    uids = uids_in(texts_of(text))
    return list(Resource.objects.filter(uid__in=uids).exclude(pk=text.resource_id)) if uids else []


def pieces(text: str, links: Links) -> list[Piece]:
    """The text in pieces, each with the resource it leads to, if it leads to one."""
    found: list[Piece] = []
    at = 0
    for match in _NAMED.finditer(text) if links else ():
        target = links.get(_uid(match)) if _is_ours(match) else None
        if target is None:
            continue
        if match.start() > at:
            found.append((text[at : match.start()], None))
        found.append((match[0], target))
        at = match.end()
    return [*found, (text[at:], None)] if text[at:] else found


def _uid(match: re.Match[str]) -> UUID:
    return UUID(match["address"] or match["bare"])


def _is_ours(match: re.Match[str]) -> bool:
    """Another host's address is not ours, even if it looks like it."""
    return match["host"] is None or match["host"].lower() == settings.SITE_URL.rstrip("/").lower()
