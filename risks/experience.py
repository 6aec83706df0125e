"""What projects made of the risks of the library: how many rated a copy, how bad the middle one was, and the worst.

Risks that few may read are counted as all others are; below three projects nothing is said, so that no rating of one
project shows through.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median_high
from typing import Any

from risks import scoring
from risks.models import LibraryRisk, Risk
from risks.querysets import library_code
from risks.scoring import Band

ENOUGH = 3  # projects


@dataclass(frozen=True)
class Experience:
    """Over `n` projects, each with its latest current band."""

    n: int
    median: str
    worst: str


def rated() -> dict[str, Experience]:
    """By the English code, for what three projects or more have rated, in whichever language they took it; one query."""
    columns = ("library_risk__code", "register__project", "assessment__current_band")
    rows = Risk.objects.exclude(library_risk=None).exclude(assessment=None).exclude(register__project=None)
    latest: dict[str, dict[int, str]] = {}
    for code, project, band in rows.order_by("assessment__assessed_at", "pk").values_list(*columns):
        latest.setdefault(library_code(code, "en"), {})[project] = band
    return {stem: _of(list(bands.values())) for stem, bands in latest.items() if len(bands) >= ENOUGH}


def _of(bands: list[str]) -> Experience:
    middle = median_high(scoring.band_order(band) for band in bands)
    return Experience(len(bands), Band.values[middle], scoring.worst(bands))


def copies(item: LibraryRisk) -> int:
    """In how many registers there is a copy of it, in any language."""
    same = LibraryRisk.objects.same_as(item)
    return int(Risk.objects.filter(library_risk__in=same).values("register").distinct().count())


def with_experience(items: Iterable[LibraryRisk]) -> list[dict[str, Any]]:
    """Each risk of the library with what projects made of it, or None."""
    found = rated()
    return [{"item": item, "rated": found.get(library_code(item.code, "en"))} for item in items]
