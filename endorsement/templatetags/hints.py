"""How the hints on words were taken in cases, for the page on which knowledge tells it of texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from endorsement.models import Finding

register = template.Library()


@register.simple_tag
def with_cases(rows: Iterable[Any]) -> list[Any]:
    """The tallies of words with what cases add to each, the most shown first, without those of which nothing may be told;
    one query. Only counts leave this room."""
    found = Finding.objects.counted_by_term()
    told = list(rows)
    for row in told:
        counts = found.get(row.term.code, {})
        for name, number in counts.items():
            setattr(row, name, getattr(row, name) + number)
    return sorted(
        (row for row in told if any(row.figures)), key=lambda row: (-row.shown, row.term.position, row.term.pk)
    )
