"""The masked origin: one switch over project, office, people, places finer than the region, files and history.

What readers get of a resource is made here and nowhere else: the page, lists, the index, feeds, exports, mail. Its authors
and the curators of its region see the whole. A text that itself names its origin is not masked by this: it is held back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from knowledge import kinds, workflow
from knowledge.models import Attachment, Resource, Revision
from projects import redacting
from projects.models import Project
from pvehub.people.models import Country, Office, User

#: Fewer offices than these in one region and theme, and a reader who knows the region knows the office.
CROWD: Final = 3


@dataclass(frozen=True)
class Origin:
    """What one person is told of where a resource comes from; what is not told is None or empty."""

    is_masked: bool
    office: Office | None
    authors: tuple[User, ...] = ()
    contact: User | None = None
    project_id: int | None = None
    verified_by: User | None = None
    verified_at: datetime | None = None


@dataclass(frozen=True)
class Trace:
    """A word in a text that tells where it comes from, and the question it stands under."""

    place: str
    label: str
    word: str


def origin(resource: Resource, *, whole: bool) -> Origin:
    """Where it comes from, for a person who sees the whole of it (its authors, its curators) or for any other reader. Of a
    text that is credited to its office or to nobody the people are not named either."""
    masked = resource.is_masked and not whole
    if masked:
        return Origin(is_masked=True, office=resource.told_office, verified_at=resource.verified_at)
    named = whole or resource.credit == workflow.Credit.NAMED
    authors = tuple(sorted(resource.authors.all(), key=lambda one: (one.sort_key, one.pk))) if named else ()
    return Origin(
        is_masked=False,
        office=resource.owner_office,
        authors=authors,
        contact=resource.focal_point if named else None,
        project_id=resource.origin_project_id,
        verified_by=resource.verified_by if named else None,
        verified_at=resource.verified_at,
    )


def answers(resource: Resource, text: Revision, *, whole: bool) -> list[tuple[kinds.Field, str]]:
    """The answers this person reads: of a masked origin none that says where."""
    return kinds.ordered(resource.kind, text.fields, masked=resource.is_masked and not whole)


def tell_file(attachment: Attachment, *, whole: bool) -> Attachment:
    """The file as this person gets it: of a masked origin the cleaned copy, under a number in place of its name. The row in
    hand is changed, never saved."""
    if attachment.resource.is_masked and not whole and attachment.clean_file is not None:
        attachment.file = attachment.clean_file
        attachment.name = told_name(attachment)
    return attachment


def told_name(attachment: Attachment) -> str:
    """What a file of a masked origin is called; the same as the queryset's `named`."""
    return f"document-{attachment.pk}.{attachment.file.extension}"


def names(resource: Resource) -> redacting.Names:
    """Everything that the record knows and that would tell where the resource comes from: mission, countries, project and its
    places, the people. The region is told, so its name is no trace."""
    office, found = resource.owner_office, []
    if office.kind == Office.Kind.MISSION:
        found += [redacting.place(getattr(office, f"name_{language}")) for language in ("en", "fr", "es")]
    lands = {*resource.countries.all(), *([office.country] if office.country else [])}
    if resource.origin_project is not None:
        found += _of_project(resource.origin_project, lands)
    found += [redacting.place(name) for land in lands for name in (land.name_en, land.name_fr, land.name_es)]
    people = {*resource.authors.all(), resource.created_by, resource.focal_point, resource.verifier} - {None}
    found += [redacting.person(person.name) for person in people if person]
    return redacting.together(found)


def _of_project(project: Project, lands: set[Country]) -> list[redacting.Names]:
    lands |= set(project.countries.all())
    places = [str(location) for location in project.locations.all()]
    found = [redacting.place(place) for place in places]
    return found + [_whole(text) for text in (project.ref, project.code, project.title) if text]


def _whole(text: str) -> redacting.Names:
    """A name that counts only as a whole, however it is written."""
    words = tuple(re.findall(r"[^\W_]+", redacting.folded(text)[0]))
    return redacting.Names(whole=frozenset({words} if words else ()))


def traces(resource: Resource, text: Revision) -> list[Trace]:
    """The words of a text that tell where it comes from, once each, in the order of the form; none where nothing is masked."""
    if not resource.is_masked:
        return []
    labels = {"title": _("Title"), "summary": _("Summary")}
    texts = {"title": text.title, "summary": text.summary}
    for question, answer in kinds.ordered(resource.kind, text.fields, masked=True):
        labels[question.name], texts[question.name] = str(question.label), answer
    return _traces(names(resource), texts, labels)


def _traces(known: redacting.Names, texts: Mapping[str, str], labels: Mapping[str, str]) -> list[Trace]:
    found: dict[tuple[str, str], Trace] = {}
    for place, text in texts.items():
        for start, stop in _apart(known.spans(text)):
            word = text[start:stop]
            found.setdefault((place, word.casefold()), Trace(place, labels[place], word))
    return list(found.values())


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap become one: a name is told once, not by each of its parts."""
    found: list[tuple[int, int]] = []
    for start, stop in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        else:
            found.append((start, stop))
    return found


def said(trace: Trace) -> str:
    """The sentence on a trace, for its author."""
    return _(
        "“%(field)s” says “%(word)s”, which tells where it comes from. Say it without, or do not mask the origin."
    ) % {
        "field": trace.label,
        "word": trace.word,
    }


def why_kept(attachment: Attachment) -> str:
    """Why readers do not get a file of a masked origin because of what stands in it; empty where nothing does."""
    known = names(attachment.resource)
    for chunk in attachment.text or []:
        for start, stop in known.spans(chunk):
            return _("It says “%(word)s”, which tells where it comes from.") % {"word": chunk[start:stop][:80]}
    return ""


def offices_like(resource: Resource) -> int | None:
    """How many offices of its region have published on one of its themes, its own counted; None at headquarters, where
    there is no region to hide in."""
    region = resource.owner_office.region
    if region is None:
        return None
    around = Office.objects.filter(Q(pk=region.pk) | Q(parent=region))
    alike = Resource.objects.published().filter(owner_office__in=around, themes__in=resource.themes.all())
    offices = set(alike.order_by().values_list("owner_office", flat=True))
    return len(offices | {resource.owner_office_id})


def is_thin(resource: Resource) -> bool:
    """Whether the mask hides little, because few offices could have written it."""
    if not resource.is_masked:
        return False
    like = offices_like(resource)
    return like is None or like < CROWD
