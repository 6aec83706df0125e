"""Addresses of other resources, clauses of guidance and red lines that people write into a text: a link for whoever may open
them, words for everybody else.

What stands in the text is never changed. Comparisons, exports, the index and its highlights keep the words as they were
typed, so that nothing of a resource is told by what points to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language

from knowledge.kinds import clauses
from knowledge.models import Clause, RedLine, Resource, Revision
from projects.models import Project
from pvehub.people.models import User

_UID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# The permanent address, with or without our own host, or the bare number; what goes on behind it is another address.
_NAMED: Final = re.compile(
    rf"(?<![\w/.\-])(?:(?P<host>https?://[^\s/]+)?/knowledge/(?P<address>{_UID})(?:/(?![\w\-])|(?![\w/\-]))"
    rf"|(?P<bare>{_UID})(?![\w\-]))",
    re.IGNORECASE,
)
_PROJECT: Final = re.compile(r"PVE-[0-9]{4}-[0-9]{4,}", re.IGNORECASE)
#: More in one text are a list, which is a collection.
MOST: Final = 100
#: Where the rows of a page hold what people wrote.
SAID: Final = ("text", "question", "outcome", "because", "answer_why", "note", "scope", "fields")


@dataclass(frozen=True)
class Cited:
    """A note of guidance, one of its clauses or a red line, named by its number: it is told by the words that were typed."""

    title: str
    language: str
    url: str

    def get_absolute_url(self) -> str:
        """Where it stands in what readers have today."""
        return self.url


#: By the permanent number of a resource; by the numbers of a note and a clause: (7, "3.2"), the whole note (7, ""); by the
#: number of a red line.
Target = UUID | tuple[int, str] | int
Links = Mapping[Target, Resource | Cited]
Piece = tuple[str, Resource | Cited | None]


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
    """What the text of a resource leads to for this person."""
    return links_among(user, texts_of(text))


def links_among(user: User, texts: Sequence[str]) -> Links:
    """The resources these texts name that this person can open, or whose tombstone leads them on, and the guidance and red
    lines they cite as far as they may read them; no query where they name none, however many texts."""
    links: dict[Target, Resource | Cited] = {**cited_in(user, texts)}
    if uids := uids_in(texts):
        named = Resource.objects.filter(uid__in=uids)
        links |= {resource.uid: resource for resource in {*named.visible_to(user), *named.tombstones_for(user)}}
    return links


def said_in(*things: Any) -> list[str]:
    """The texts among what a page shows: words, rows that hold words, and lists of either."""
    found: list[str] = []
    for thing in things:
        if isinstance(thing, str):
            found.append(thing)
        elif isinstance(thing, Mapping):
            found += said_in(*thing.values())
        elif isinstance(thing, Iterable):
            found += said_in(*thing)
        else:
            held = (getattr(thing, name, None) for name in SAID)
            found += said_in(*(one for one in held if isinstance(one, str | list | tuple)))
    return found


def cited_in(user: User, texts: Iterable[str]) -> dict[Target, Resource | Cited]:
    """The notes, clauses and red lines that these texts cite by their numbers, as far as this person may read them; no query
    where they cite none, three at most."""
    texts = list(texts)
    return {**_guidance_in(user, texts), **_red_lines_in(user, texts)}


def _red_lines_in(user: User, texts: list[str]) -> dict[Target, Resource | Cited]:
    numbers = list(dict.fromkeys(number for text in texts for number in clauses.red_lines(text)))[:MOST]
    if not numbers:
        return {}
    rows = RedLine.objects.visible_to(user).agreed().filter(number__in=numbers)
    return {row.number: Cited(row.code, get_language() or "en", row.get_absolute_url()) for row in rows}


def _guidance_in(user: User, texts: list[str]) -> dict[Target, Resource | Cited]:
    pairs = list(dict.fromkeys(pair for text in texts for pair in clauses.cited(text)))[:MOST]
    if not pairs:
        return {}
    notes = Resource.objects.visible_to(user).published().filter(guidance__number__in={note for note, _clause in pairs})
    found: dict[Target, Resource | Cited] = {
        (row.guidance.number, ""): Cited(row.guidance.code, row.language, row.get_absolute_url())
        for row in notes.select_related("guidance")
    }
    asked = [(note, clause) for note, clause in pairs if clause]
    for clause in Clause.objects.visible_to(user).cited(asked) if asked else ():
        where = Cited(clause.cited, clause.resource.language, clause.get_absolute_url())
        found[clause.resource.guidance.number, clause.number] = where
    return found


def named_in(text: Revision) -> list[Resource]:
    """Everything a text names or cites, whoever may see it; for the record of what refers to what, and never for a page."""
    texts = texts_of(text)
    uids, notes = uids_in(texts), {note for one in texts for note, _clause in clauses.cited(one)}
    if not (uids or notes):
        return []
    named = Q(uid__in=uids) | Q(guidance__number__in=sorted(notes)[:MOST])
    return list(Resource.objects.filter(named).exclude(pk=text.resource_id))


def pieces(text: str, links: Links) -> list[Piece]:
    """The text in pieces, each with the resource or clause it leads to, if it leads to one."""
    found: list[Piece] = []
    at = 0
    for start, end, target in _targets(text, links) if links else ():
        if start > at:
            found.append((text[at:start], None))
        found.append((text[start:end], target))
        at = end
    return [*found, (text[at:], None)] if text[at:] else found


def _targets(text: str, links: Links) -> list[tuple[int, int, Resource | Cited]]:
    """Where the text leads somewhere, in its order: from, to, and to what."""
    found = []
    for match in _NAMED.finditer(text):
        if _is_ours(match) and (target := links.get(_uid(match))):
            found.append((match.start(), match.end(), target))
    for match in clauses.CITED.finditer(text):
        if target := links.get((int(match["note"]), match["clause"] or "")):
            found.append((match.start(), match.end(), Cited(match[0], target.language, target.get_absolute_url())))
    for match in clauses.RED_LINE.finditer(text):
        if target := links.get(int(match["line"])):
            found.append((match.start(), match.end(), Cited(match[0], target.language, target.get_absolute_url())))
    return sorted(found, key=lambda each: each[:2])


def _uid(match: re.Match[str]) -> UUID:
    return UUID(match["address"] or match["bare"])


def _is_ours(match: re.Match[str]) -> bool:
    """Another host's address is not ours, even if it looks like it."""
    return match["host"] is None or match["host"].lower() == settings.SITE_URL.rstrip("/").lower()


def address_for(user: User, path: str) -> str:
    """An address of the portal that somebody typed, for one reader; empty where it is not theirs to see. In the repository
    and the search everybody finds what they may open; one that names a project is for whoever can open the project, and of
    what stands on other floors nothing is told."""
    if not path.startswith(("/knowledge/", "/search/", "/projects/")):
        return ""
    refs = {ref.upper() for ref in _PROJECT.findall(path)}
    if path.startswith("/projects/") and not refs:
        return ""
    seen = Project.objects.visible_to(user).filter(ref__in=refs).count() if refs else 0
    return path if seen == len(refs) else ""
