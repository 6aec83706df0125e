"""Many resources as one document: read in batches through what its owner may read at that moment, told one by one."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from knowledge import kinds
from knowledge.compendium import telling
from knowledge.models import Compendium, Resource
from projects import wordpaper
from projects.compendium import Copy, binding, printing
from projects.compendium.telling import ISSUER, left_out, mark_of, text, what_redaction_does
from pvehub.notifications import quiet

BATCH = 50


@dataclass(frozen=True)
class Bound:
    """What was read: (resource, tier, whether masked) of each, and the entries with their kind and reference."""

    parts: list[tuple[int, int, bool]]
    entries: list[tuple[str, dict[str, Any]]]
    sources: list[dict[str, Any]]

    @property
    def tier(self) -> int:
        """The strictest of its parts."""
        return max((tier for _pk, tier, _masked in self.parts), default=0)


def bind(row: Compendium, copy: Copy, *, say: Callable[[int, int], None]) -> Bound:
    """The resources that may stand in it now, told. What may be read is asked anew for each batch, as it is read."""
    today = timezone.localdate(copy.at, quiet.zone(row.owner.time_zone))
    found: dict[int, Resource] = {}
    for start in range(0, len(row.asked), BATCH):
        rows = Resource.objects.visible_to(row.owner).published().filter(pk__in=row.asked[start : start + BATCH])
        if row.is_outside:
            rows = rows.for_outside(today)
        found |= {each.pk: each for each in rows.for_document()}
        say(min(start + BATCH, len(row.asked)), len(row.asked))
    bound = Bound([], [], [])
    for resource in _in_order(row, found):
        number = len(bound.parts) + 1
        bound.parts.append((resource.pk, resource.tier, resource.is_masked))
        told = telling.entry(resource, number, today, outside=row.is_outside)
        bound.entries.append((resource.kind, told))
        bound.sources.append(telling.source(resource, number, outside=row.is_outside))
    return bound


def _in_order(row: Compendium, found: dict[int, Resource]) -> list[Resource]:
    """A reading list as its owner put it; the answer to a filter by kind, and within a kind as it was found."""
    rows = [found[pk] for pk in row.asked if pk in found]
    order = list(kinds.BY_SLUG)
    return rows if row.is_ordered else sorted(rows, key=lambda resource: order.index(resource.kind))


def pack(row: Compendium, bound: Bound, copy: Copy) -> list[bytes]:
    """What is kept: the volumes of a file, or the document itself for the pages."""
    document = _document(row, bound, copy)
    if row.is_pages:
        return [gzip.compress(json.dumps(document, ensure_ascii=False).encode(), mtime=0)]
    volumes = binding.volumes(document)
    if row.form == Compendium.Form.DOCX:
        return [wordpaper.render(volume, at=copy.at) for volume in volumes]
    return [printing.pdf_of(volume, copy) for volume in volumes]


def _document(row: Compendium, bound: Bound, copy: Copy) -> dict[str, Any]:
    """The whole; its mark, that of its strictest part, stands on every page."""
    title = _("Compendium %(number)s") % {"number": row.number}
    mark = mark_of(bound.tier)
    return {
        "kind": "compendium",
        "language": translation.get_language() or "en",
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "issuer": ISSUER,
        "title": title,
        "heading": _("Compendium of practices"),
        "mark": _("Copy for readers outside: origins masked") if row.is_outside else mark,
        "tier": bound.tier,
        "foot": copy.foot(title),
        "columns": [_("Fact"), _("Content")],
        "size": 9.5,
        "notes": [_what_is_left_out(), what_redaction_does()[1]] if row.is_outside else [],
        "about": _about(row, bound, copy),
        "figures": [],
        "contents_title": _("Contents"),
        "depth": 2,
        "groups": _groups(row, bound, mark),
    }


def _what_is_left_out() -> str:
    return _(
        "Copy for readers outside. It holds what all staff may read and somebody vouches for on the day it was made. Of no "
        "entry the office, the authors, the country or a place is named; their names, as the record holds them, addresses "
        "and telephone numbers are masked as […] in all texts."
    )


def _about(row: Compendium, bound: Bound, copy: Copy) -> list[dict[str, Any]]:
    """What was asked for, when, and who it is for. For outside nothing that says where, nor free words."""
    day = date_format(timezone.localtime(copy.at, quiet.zone(row.owner.time_zone)), "DATE_FORMAT")
    readers = _("Readers outside the organization") if row.is_outside else mark_of(bound.tier)
    rows = [
        (_("Who it is for"), text(readers)),
        (_("Date"), text(day)),
        (_("Entries"), text(str(len(bound.parts)))),
    ]
    for words, gives_away in row.filter_words:
        hidden = row.is_outside and gives_away
        rows.append((_("What was asked for"), text(left_out("")) if hidden else text(words)))
    if not row.filter_words:
        rows.append((_("What was asked for"), text(_("Everything published"))))
    rows.append((_("Whose view"), text(_("That of the person who asked: what that person may not read is not in it."))))
    return [{"label": label, "text": words} for label, words in rows]


def _groups(row: Compendium, bound: Bound, mark: str) -> list[dict[str, Any]]:
    if not bound.entries:
        return []
    found: dict[str, list[dict[str, Any]]] = {}
    for kind, told in bound.entries:
        heading = _("Entries") if row.is_ordered else str(kinds.BY_SLUG[kind].plural)
        found.setdefault(heading, []).append(told)
    found[_("Sources")] = [
        {
            "ref": "sources",
            "title": _("References, in the order of the entries"),
            "lang": translation.get_language() or "en",
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "tier": bound.tier,
            "mark": mark,
            "notes": [],
            "facts": bound.sources,
            "sections": [],
        }
    ]
    return [{"title": title, "countries": [{"title": "", "projects": rows}]} for title, rows in found.items()]
