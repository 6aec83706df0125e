"""What a page of the repository shows of finding: items that belong together."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from knowledge.models import Resource

register = template.Library()

SHOWN = 5


@register.inclusion_tag("knowledge/_related_items.html", takes_context=True)
def related_items(context: template.Context, resource: Resource) -> dict[str, Any]:
    """What is about the same, as far as this reader may read it, and what both are about."""
    readable = Resource.objects.visible_to(context["user"]).reliable(timezone.localdate())
    rows = readable.related_to(resource).for_list()
    ours = [*getattr(resource, "theme_names", []), *getattr(resource, "country_names", [])]
    return {
        "rows": [
            {"resource": row, "shared": [name for name in (*row.theme_names, *row.country_names) if name in ours]}
            for row in rows[:SHOWN]
        ]
    }
