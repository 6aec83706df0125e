"""How a document is told: plain words in a plain shape, the same for paper (paper.typ) and for the page."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pvehub.people.models import User

from ..workflow import Status
from .reading import Part

ISSUER = "PVE Hub"
OVER = "…"
# Of the summary: field -> how many words of it at most, in each try to keep to one page.
PARTS = {"summary": 360, "theory_of_change": 140, "outcomes": 120, "activities": 120, "indicators": 90}
TRIES = ((1.0, 9.5), (0.8, 9.0), (0.55, 9.0), (0.35, 8.5), (0.15, 8.5))


@dataclass(frozen=True)
class Copy:
    """One handing out of a document: to whom, when, under which number it is found in the reading log."""

    by: User
    at: datetime
    number: str
    is_redacted: bool

    def foot(self, what: str) -> str:
        """The line at the foot of each page. A redacted copy names nobody: who made it is found by its number."""
        local = timezone.localtime(self.at)
        said = {
            "what": what,
            "number": self.number,
            "when": f"{date_format(local, 'SHORT_DATE_FORMAT')} {local:%H:%M} {local.tzname()}",
            "name": self.by,
        }
        if self.is_redacted and self.number in what:
            return _("%(what)s · redacted copy, made on %(when)s") % said
        if self.is_redacted:
            return _("%(what)s · redacted copy %(number)s, made on %(when)s") % said
        if self.number in what:
            return _("%(what)s · printed by %(name)s on %(when)s") % said
        return _("%(what)s · printed by %(name)s on %(when)s, copy %(number)s") % said


def mark_of(tier: int) -> str:
    """The classification mark as words."""
    labels = {0: _("All staff"), 1: _("Region and headquarters"), 2: _("Restricted"), 3: _("Named persons only")}
    return _("Classification %(tier)s: %(label)s") % {"tier": tier, "label": labels.get(tier, labels[3])}


def left_out(kind: str) -> str:
    """What stands in the place of a field that was left out."""
    return {
        "partner": _("Partners and donors are left out in this copy."),
        "place": _("Places are left out in this copy."),
        "person": _("People are left out in this copy."),
        "amount": _("Amounts are left out in this copy."),
    }.get(kind, _("Left out in this copy."))


def what_redaction_does() -> list[str]:
    """What a redacted copy says of itself, on its first page."""
    return [
        _(
            "Redacted copy. Fields that hold partners, donors, places, people or amounts are left out. Their names, as this"
            " record holds them, and sums with a currency, addresses and telephone numbers are masked as […] in all other"
            " texts."
        ),
        _(
            "This is done by a machine, which knows only what the record names. A name written nowhere else, a nickname, a"
            " misspelling, a nationality or a description that gives somebody away can remain: read the copy before you"
            " hand it out."
        ),
    ]


def direction(text: str) -> str:
    """The direction of the first letter that has one, as dir=auto reads it."""
    for sign in text:
        if (way := unicodedata.bidirectional(sign)) in {"L", "R", "AL"}:
            return "ltr" if way == "L" else "rtl"
    return "ltr"


def text(value: str, language: str = "", kind: str = "", most: int = 0) -> dict[str, Any]:
    """A text in its own language; cut after `most` words, or left out for being of this kind."""
    here = translation.get_language() or "en"
    if kind:
        return {"paragraphs": [], "lang": here, "dir": direction(left_out(kind)), "left_out": left_out(kind)}
    paragraphs, left = [], most or 10**9
    for line in (line.strip() for line in value.split("\n") if line.strip()):
        words = line.split()
        paragraphs.append(" ".join(words[:left]) + (f" {OVER}" if len(words) > left else "") if most else line)
        left -= len(words)
        if left <= 0:
            break
    return {"paragraphs": paragraphs, "lang": language or here, "dir": direction(value), "left_out": ""}


def _fact(label: Any, value: str, language: str = "", kind: str = "") -> dict[str, Any]:
    return {"label": str(label), "text": text(value, language, kind)}


def _head(part: Part) -> dict[str, Any]:
    """What every telling of a project begins with: its title as its reader reads it, its reference, its mark."""
    told, project = part.told(), part.project
    title = told.get("title", {}).get("value") or project.ref
    return {
        "ref": project.ref,
        "title": title,
        "lang": project.language,
        "dir": direction(title),
        "tier": project.tier,
        "mark": mark_of(project.tier),
        "notes": [_said_of_copy()] if part.reads == "working" and project.is_published else [],
    }


def _said_of_copy() -> str:
    return _("This is the working copy of the people of the project; it may differ from what was endorsed.")


def _facts(part: Part) -> list[dict[str, Any]]:
    """The table at the head: what the project is, where, when, with how much, with whom; as far as its reader reads it."""
    project, told, redacted = part.project, part.told(), part.names is not None
    rows = [
        _fact(_("Reference"), " · ".join(filter(None, [project.ref, project.code]))),
        _fact(_("Status"), str(Status(project.status).label)),
        _fact(_("Lead office"), str(project.lead_office), kind="place" if redacted else ""),
    ]
    for names, link in (
        (("countries",), ""),
        (("start_on", "end_on"), " – "),
        (("classification",), ""),
        (("budget", "currency"), " "),
        (("manager",), ""),
        (("themes",), ""),
        (("target_groups",), ""),
    ):
        items = [told[name] for name in names if name in told]
        kinds = [item["left_out"] for item in items if item.get("left_out")]
        value = link.join(", ".join(item["value"].split("\n")) for item in items if item["value"])
        if value or kinds:
            label = _("Time") if "start_on" in names else items[0]["label"]
            rows.append(_fact(label, value, kind=kinds[0] if kinds else ""))
    return rows + _organizations(told)


def _organizations(told: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Partners and donors by name."""
    rows = []
    for item in (told[name] for name in ("partners", "donors") if name in told):
        named = [row.get("organization", "") for row in item.get("data") or [] if isinstance(row, dict)]
        if named or item.get("left_out"):
            rows.append(_fact(item["label"], ", ".join(named), kind=item.get("left_out", "")))
    return rows


def summary_of(part: Part, share: float = 1.0) -> dict[str, Any]:
    """One project on one page; `share` of the usual length of its texts."""
    told = part.told()
    sections = []
    for name, most in PARTS.items():
        item = told.get(name)
        if item and item["value"]:
            words = text(item["value"], part.project.language, most=max(int(most * share), 12))
            sections.append({"title": item["label"], "fields": [{"label": "", "text": words}]})
    return _head(part) | {"facts": _facts(part), "sections": sections}


SHORT = 90  # signs: what is no longer stands beside its label, not below it


def record_of(part: Part) -> dict[str, Any]:
    """The record of one project, as far as its reader reads it; fields without an answer are not told."""
    language, sections = part.project.language, []
    for section in part.sections:
        fields: list[dict[str, Any]] = []
        for item in section["fields"]:
            if item["name"] == "title" or not (item["value"] or item.get("left_out")):
                continue
            words = _fact(item["label"], item["value"], language, item.get("left_out", ""))
            is_short = len(words["text"]["paragraphs"]) < 2 and len(item["value"]) <= SHORT
            if is_short and fields and "facts" in fields[-1]:
                fields[-1]["facts"].append(words)
            else:
                fields.append({"facts": [words]} if is_short else words)
        if fields:
            sections.append({"title": section["title"], "fields": fields})
    return _head(part) | {"facts": _facts(part)[:3], "sections": sections}


def one(part: Part, copy: Copy, *, is_summary: bool, share: float = 1.0, size: float = 9.5) -> dict[str, Any]:
    """A document of one project."""
    told = summary_of(part, share) if is_summary else record_of(part)
    what = (_("Summary of %(ref)s") if is_summary else _("Record of %(ref)s")) % {"ref": part.project.ref}
    return {
        "kind": "summary" if is_summary else "record",
        "language": translation.get_language() or "en",
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "issuer": ISSUER,
        "title": what,  # of the file: no word of the content stands in what a folder or a mail shows of it
        "mark": mark_of(part.project.tier),
        "tier": part.project.tier,
        "foot": copy.foot(what),
        "columns": [_("Fact"), _("Content")],
        "size": size if is_summary else 10,
        "notes": what_redaction_does() if copy.is_redacted else [],
        "project": told,
    }
