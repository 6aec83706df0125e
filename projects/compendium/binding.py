"""Many projects as one document: read in batches, told one by one, grouped by region and country, counted, marked."""

import gzip
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .. import wordpaper
from ..models import Compendium, Project
from ..workflow import Status
from . import printing, telling
from .reading import Part, parts
from .telling import Copy, text

BATCH = 50  # projects read at once: what is in memory of the database at a time
VOLUME = 600_000  # signs of told words: 130 to 200 pages of PDF, about 250 MB while they are written
SHARE = 0.5  # of the usual length of the texts of a summary, so that nearly all fit one page
Told = list[tuple[Part, dict[str, Any]]]


def read(row: Compendium, *, say: Callable[[int, int], None]) -> tuple[list[list[Any]], Told]:
    """The projects that its owner may read now, told; and (project, tier, how it was read) of each.

    What may be read is asked anew for each batch, in the same breath as it is read.
    """
    written: list[list[Any]] = []
    told: Told = []
    for start in range(0, len(row.asked), BATCH):
        seen: Any = Project.objects.visible_to(row.owner).filter(pk__in=row.asked[start : start + BATCH])
        projects = list(seen.select_related("lead_office__parent", "manager", "created_by").order_by("pk"))
        is_open = row.what == Compendium.What.OPEN
        for part in parts(row.owner, projects, is_redacted=row.is_redacted, only_open=is_open):
            written.append([part.project.pk, part.project.tier, part.reads])
            told.append((_slim(part), _told(part, row)))
        say(min(start + BATCH, len(row.asked)), len(row.asked))
    return written, told


def _slim(part: Part) -> Part:
    """The part without its texts: they were told."""
    kept = {"countries", "classification"}
    fields = [item for item in part.told().values() if item["name"] in kept]
    return Part(part.project, part.reads, [{"fields": fields}], part.names)


def _told(part: Part, row: Compendium) -> dict[str, Any]:
    if row.what == Compendium.What.SUMMARY:
        return telling.summary_of(part, SHARE)
    told = telling.record_of(part)
    if row.what == Compendium.What.WHOLE and part.reads == "open":
        told["notes"].append(_("Of this project you read the open sections."))
    return told


def document(row: Compendium, told: Told, copy: Copy) -> dict[str, Any]:
    """The whole in the shape that paper.typ and the page read; its mark is the strictest of its parts."""
    tier = max((part.project.tier for part, _words in told), default=0)
    title = _("Compendium %(number)s") % {"number": row.number}
    return {
        "kind": "compendium",
        "language": translation.get_language() or "en",
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "issuer": telling.ISSUER,
        "title": title,
        "heading": _("Compendium of projects"),
        "mark": telling.mark_of(tier),
        "tier": tier,
        "foot": copy.foot(title),
        "columns": [_("Fact"), _("Content")],
        "size": 9.5,
        "notes": telling.what_redaction_does() if copy.is_redacted else [],
        "about": _about(row, len(told)),
        "figures": _figures(told, is_redacted=row.is_redacted),
        "contents_title": _("Contents"),
        "groups": _grouped(told, is_redacted=row.is_redacted),
    }


def _about(row: Compendium, count: int) -> list[dict[str, Any]]:
    """What was asked for. In a redacted copy a filter that names a place, donor or free words is left out."""
    rows = [(_("Projects"), str(count), ""), (_("What it holds"), str(row.get_what_display()), "")]
    for label, value, kind in row.filter_words:
        rows.append((_("Filter: %(name)s") % {"name": label}, value, kind if row.is_redacted else ""))
    if not row.filter_words:
        rows.append((pgettext("noun", "Filter"), _("None: every project its reader may see"), ""))
    rows.append(
        (_("Figures"), _("Those of the person who asked: projects which that person may not see are not counted."), "")
    )
    return [{"label": str(label), "text": text(value, kind=kind)} for label, value, kind in rows]


def region_of(part: Part) -> str:
    """The regional office of the lead office; headquarters for what it leads itself."""
    return str(part.project.region or part.project.lead_office)


def countries_of(part: Part) -> str:
    """The country under which a project stands, as its reader reads it."""
    names = part.told().get("countries", {}).get("value", "").split("\n")
    if len(names) > 1:
        return _("Several countries")
    return names[0] or _("No country")


def class_of(part: Part) -> str:
    """The class it was given, as its reader reads it."""
    return part.told().get("classification", {}).get("value", "") or _("Unspecified")


def _figures(told: Told, *, is_redacted: bool) -> list[dict[str, Any]]:
    """How many projects by region, country, status and class; nothing by place in a redacted copy."""
    facets: list[tuple[str, str, Callable[[Part], str]]] = [
        (_("Projects by status"), _("Status"), lambda part: str(Status(part.project.status).label)),
        (
            _("Projects by class"),
            _("Class"),
            lambda part: part.told().get("classification", {}).get("value", "") or _("Unspecified"),
        ),
    ]
    if not is_redacted:
        facets[:0] = [
            (_("Projects by region"), _("Region"), region_of),
            (_("Projects by country"), _("Country"), countries_of),
        ]
    return [
        {
            "title": title,
            "columns": [label, _("Projects")],
            "rows": [
                {"label": name, "count": str(count)}
                for name, count in sorted(Counter(of(part) for part, _words in told).items())
            ],
        }
        for title, label, of in facets
    ]


def _grouped(told: Told, *, is_redacted: bool) -> list[dict[str, Any]]:
    """By region, then country, then reference; a redacted copy names no place, so it is one group."""
    if is_redacted:
        projects = [words for _part, words in sorted(told, key=lambda pair: pair[0].project.ref)]
        return [{"title": _("Projects"), "countries": [{"title": "", "projects": projects}]}] if projects else []
    ordered = sorted(told, key=lambda pair: (region_of(pair[0]), countries_of(pair[0]), pair[0].project.ref))
    return _tree([(region_of(part), countries_of(part), words) for part, words in ordered])


def packed(row: Compendium, whole: dict[str, Any], copy: Copy) -> list[bytes]:
    """What is kept: the volumes of the file, or the document itself for the pages."""
    if row.form == Compendium.Form.DOCX:
        return [wordpaper.render(volume, at=copy.at) for volume in volumes(whole)]
    if row.is_pdf:
        return [printing.pdf_of(volume, copy) for volume in volumes(whole)]
    return [gzip.compress(json.dumps(whole, ensure_ascii=False).encode(), mtime=0)]


def volumes(whole: dict[str, Any]) -> list[dict[str, Any]]:
    """The document cut where a volume has grown to its size, so that the memory for writing one has a bound.

    The figures stand in the first; each has its own contents, and says which it is.
    """
    found: list[list[Any]] = [[]]
    size = 0
    for entry in _flat(whole):
        length = len(json.dumps(entry, ensure_ascii=False))
        if found[-1] and size + length > VOLUME:
            found.append([])
            size = 0
        found[-1].append(entry)
        size += length
    if len(found) == 1:
        return [whole]
    named = _("%(title)s, volume %(number)d of %(count)d")
    return [
        whole
        | {
            "heading": named % {"title": whole["heading"], "number": number, "count": len(found)},
            "title": named % {"title": whole["title"], "number": number, "count": len(found)},
            "foot": named % {"title": whole["foot"], "number": number, "count": len(found)},
            "figures": whole["figures"] if number == 1 else [],
            "groups": _tree(entries),
        }
        for number, entries in enumerate(found, 1)
    ]


def unpacked(content: bytes) -> dict[str, Any]:
    """The document that was kept for the pages."""
    found: dict[str, Any] = json.loads(gzip.decompress(content))
    return found


def sheets(document: dict[str, Any], most: int) -> list[list[dict[str, Any]]]:
    """The groups of a document cut into pages of at most `most` projects, each with the headings above them."""
    flat = _flat(document)
    return [_tree(flat[start : start + most]) for start in range(0, len(flat), most)]


def _flat(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Each project with the headings above it, in order."""
    return [
        (group["title"], country["title"], words)
        for group in document["groups"]
        for country in group["countries"]
        for words in country["projects"]
    ]


def _tree(flat: list[tuple[str, str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The groups again, of some of them."""
    tree: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for region, country, words in flat:
        tree.setdefault(region, {}).setdefault(country, []).append(words)
    return [
        {"title": title, "countries": [{"title": each, "projects": rows} for each, rows in below.items()]}
        for title, below in tree.items()
    ]
