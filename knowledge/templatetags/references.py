"""The ways in which the resources of a list or a search go out as references."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from knowledge import exporting
from knowledge.models import Collection
from knowledge.narrowing import BESIDE, NAMES

register = template.Library()

LABELS = {"ris": "RIS", "bibtex": "BibTeX", "csv": "CSV"}


@register.inclusion_tag("knowledge/_take_along.html", takes_context=True)
def take_along(context: template.Context) -> dict[str, Any]:
    """One address for each format, with the words and filters of the page; none where no resources are asked for."""
    given = context["request"].GET
    if given.get("kind") in BESIDE:
        return _links({})
    asked = urlencode({name: given[name] for name in ("q", *NAMES) if given.get(name)})
    bound = _compendium(asked)
    addresses = {format: reverse("knowledge:resource-export", args=[format]) for format in exporting.FORMATS}
    return _links({format: f"{url}?{asked}" if asked else url for format, url in addresses.items()}) | bound


@register.inclusion_tag("knowledge/_take_along.html")
def take_collection(collection: Collection) -> dict[str, Any]:
    """The same for what one may read of a collection."""
    route = "knowledge:collection-export"
    bound = _compendium(urlencode({"collection": collection.uid}))
    return _links({format: reverse(route, args=[collection.uid, format]) for format in exporting.FORMATS}) | bound


def _compendium(asked: str) -> dict[str, str]:
    """The same as one document."""
    url = reverse("knowledge:compendium-new")
    return {"compendium_url": f"{url}?{asked}" if asked else url}


def _links(addresses: dict[str, str]) -> dict[str, Any]:
    return {"formats": [{"label": LABELS[format], "url": url} for format, url in addresses.items()]}
