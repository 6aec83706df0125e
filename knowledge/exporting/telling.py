"""What goes out of a resource: its published text as any reader gets it, of a masked origin in the masked form, whoever
takes it along: a file is passed on, and who passes it on is not asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.db.models.functions import ExtractYear

from knowledge import checks, citing, masking
from knowledge.models import Resource
from knowledge.querysets import ResourceQuerySet

AT_A_TIME = 400


@dataclass(frozen=True)
class Told:
    """One resource as it goes out: text only."""

    pk: int
    uid: str
    kind: str
    kind_name: str
    title: str
    summary: str
    language: str
    year: str
    authors: tuple[str, ...]
    office: str
    countries: tuple[str, ...]
    themes: tuple[str, ...]
    doi: str
    link: str
    address: str
    evidence: str
    tier: int
    tier_name: str
    published: str


def tell(rows: ResourceQuerySet, *, tiers: dict[int, str], order: list[int] | None = None) -> Iterator[Told]:
    """Of these resources (already `visible_to` somebody) the published ones, one after the other; the newest first, or in
    the order of their ids. As many queries for one as for some hundred."""
    found = (
        rows.published()
        .for_list()
        .select_related("published_revision", "focal_point", "verified_by")
        .prefetch_related("authors")
    )
    found = found.annotate(told_year=ExtractYear(F("published_at")))
    yield from (_told(row, tiers) for row in _ordered(found, order))


def _ordered(rows: ResourceQuerySet, order: list[int] | None) -> Iterable[Resource]:
    if order is None:
        return rows.newest().iterator(chunk_size=AT_A_TIME)  # type: ignore[no-any-return]  # the row's type is Any in the queryset
    known = rows.in_bulk(order)
    return [known[pk] for pk in order if pk in known]


def _told(resource: Resource, tiers: dict[int, str]) -> Told:
    text = resource.published_revision
    assert text is not None  # a constraint of the database: what is published has a text
    origin = masking.origin(resource, whole=False)
    answers = {field.name: value for field, value in masking.answers(resource, text, whole=False)}
    link = answers.get("link", "")
    evidence = resource.evidence_strength
    return Told(
        pk=resource.pk,
        uid=str(resource.uid),
        kind=resource.kind,
        kind_name=resource.get_kind_display(),
        title=text.title,
        summary=text.summary,
        language=text.language if text.language in dict(checks.LANGUAGES) else "",
        year=citing.year_in(answers.get("year") or answers.get("dated") or "") or str(resource.told_year),
        authors=tuple(author.name for author in origin.authors),
        office=origin.office.name if origin.office else "",
        countries=tuple(resource.country_names),
        themes=tuple(resource.theme_names),
        doi=citing.doi_in(link),
        link=link,
        address=f"{settings.SITE_URL}{resource.get_absolute_url()}",
        evidence="" if evidence is None else str(resource.get_evidence_strength_display()),
        tier=resource.tier,
        tier_name=tiers[resource.tier],
        published=resource.published_at.date().isoformat() if resource.published_at else "",
    )
