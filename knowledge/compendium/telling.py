"""How one resource is told in a document: as any reader gets it, of a masked origin in the masked form. For outside every
origin is masked, and the names that the record knows are masked in its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from knowledge import checks, citing, kinds, masking
from knowledge.models import Revision
from projects.compendium.telling import direction, mark_of, text
from projects.redacting import MARK

Mask = Callable[[str], str]
#: Permanent numbers of other texts lead nowhere outside, and tell that something is there.
_OURS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\bG-\d{4}\b(?:\s*§\s*[\d.]+)?", re.IGNORECASE)


def entry(resource: Any, number: int, today: date, *, outside: bool) -> dict[str, Any]:
    """The resource in the shape of paper.typ, under its number in this document."""
    revision: Revision = resource.published_revision
    mask = _mask(resource) if outside else str
    language = revision.language if revision.language in dict(checks.LANGUAGES) else translation.get_language() or "en"
    title = mask(revision.title)
    asked = kinds.ordered(resource.kind, revision.fields, masked=outside or resource.is_masked)
    sections = [_section(str(field.label), mask(_answer(field, value)), language) for field, value in asked]
    return {
        "ref": f"{number:03d}",
        "title": title,
        "lang": language,
        "dir": direction(title),
        "tier": resource.tier,
        "mark": mark_of(resource.tier),
        "notes": _notes(resource, today),
        "facts": _facts(resource, revision, today, outside=outside),
        "sections": [_section(_("Summary"), mask(revision.summary), language), *sections],
    }


def source(resource: Any, number: int, *, outside: bool) -> dict[str, Any]:
    """Where the entry comes from, as a reference: who, when, what, where it stands."""
    revision: Revision = resource.published_revision
    mask = _mask(resource) if outside else str
    parts = [f"{_who(resource, outside=outside)} ({_year(resource, revision)})", mask(revision.title)]
    parts.append(str(resource.get_kind_display()))
    if not outside:
        parts.append(f"{settings.SITE_URL}{resource.get_absolute_url()}")
    return {"label": f"{number:03d}", "text": text(". ".join(parts))}


def _mask(resource: Any) -> Mask:
    names = masking.names(resource)
    return lambda words: _OURS.sub(MARK, names.mask(words))


def _who(resource: Any, *, outside: bool) -> str:
    """Its authors where they are named, else its office; outside the organization alone."""
    origin = masking.origin(resource, whole=False)
    if outside or not (origin.authors or origin.office):
        return str(settings.ORGANIZATION_NAMES[0])
    return ", ".join(author.name for author in origin.authors) or str(origin.office)


def _year(resource: Any, revision: Revision) -> str:
    said = revision.fields.get("year") or revision.fields.get("dated") or ""
    published = resource.published_at
    return citing.year_in(said) or (str(published.year) if published else "")


def _facts(resource: Any, revision: Revision, today: date, *, outside: bool) -> list[dict[str, Any]]:
    """What it is, from when, where and on what; for outside neither office nor country."""
    masked = outside or resource.is_masked
    region = resource.owner_office.region
    evidence = resource.evidence_strength
    rows = [
        (_("Kind"), str(resource.get_kind_display())),
        (_("Year"), _year(resource, revision)),
        (_("Written by"), "" if outside else _who(resource, outside=False)),
        (_("Region"), str(region) if region else ""),
        (_("Countries"), "" if masked else ", ".join(resource.country_names)),
        (_("Themes"), ", ".join(resource.theme_names)),
        (_("Evidence"), "" if evidence is None else str(resource.get_evidence_strength_display())),
        (_("Does it hold?"), str(resource.trust_on(today).label)),
    ]
    return [{"label": label, "text": text(value)} for label, value in rows if value]


def _notes(resource: Any, today: date) -> list[str]:
    return [_("A reader contests it: read its page before you use it.")] if resource.contested_at else []


def _section(title: str, words: str, language: str) -> dict[str, Any]:
    return {"title": title, "fields": [{"label": "", "text": text(words, language)}]}


def _answer(field: kinds.Field, value: str) -> str:
    """The answer in words: the name of a choice, a day as it is written here."""
    if field.entry == "date":
        try:
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        except ValueError:  # typed before it was a day
            return value
    return str(field.label_of(value))
