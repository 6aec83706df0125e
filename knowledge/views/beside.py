"""What stands beside the text of a resource: what it is about, what it took the place of, what took its place."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from knowledge import masking
from knowledge.models import Resource, Revision
from projects.models import Organization
from pvehub.people.models import User
from pvehub.vocabulary.models import Term

#: Longer than any chain of texts that took each other's place.
CHAIN = 10
#: More are found by search.
REFERRING = 10


def beside(user: User, resource: Resource, text: Revision, origin: masking.Origin) -> dict[str, Any]:
    """What the panel beside the text shows to this person."""
    referring = _referring(user, resource)
    return {
        "countries": _countries(resource, origin),
        "newer": newer_of(user, resource),
        "older": _told_older(user, resource, origin),
        "referring": [one for one in referring if one.kind != "guidance"],
        "guiding": [one for one in referring if one.kind == "guidance"],
        "tagged": _tagged(resource),
        "organization": _organization(user, resource, text),
    }


def _tagged(resource: Resource) -> list[tuple[str, list[str]]]:
    """What it is about beside its themes, list by list, in one query; a merged term by the one it was merged into."""
    labels = {
        "target-groups": _("Target groups"),
        "drivers": _("Drivers"),
        "stages": _("Stages of a project"),
        "audiences": _("For whom it is useful"),
        "risk-categories": _("Risks it helps with"),
    }
    tags = Q()
    for name in ("target_groups", "drivers", "stages", "audiences", "risk_categories"):
        tags |= Q(pk__in=getattr(Resource, name).through.objects.filter(resource=resource).values("term_id"))
    told: dict[str, list[str]] = {name: [] for name in labels}
    for term in Term.objects.filter(tags).select_related("merged_into").order_by("position", "pk"):
        if term.list in told and term.living.name not in told[term.list]:
            told[term.list].append(term.living.name)
    return [(labels[name], names) for name, names in told.items() if names]


def _told_older(user: User, resource: Resource, origin: masking.Origin) -> list[Resource]:
    """What it took the place of, as far as this person could read that; nothing where the origin is masked."""
    if origin.is_masked:
        return []
    return list(Resource.objects.tombstones_for(user).filter(superseded_by=resource).order_by("-ended_at", "-pk")[:5])


def _referring(user: User, resource: Resource) -> list[Resource]:
    """What refers to it, the newest first, as far as this person may read that."""
    rows = Resource.objects.visible_to(user).published().filter(refers_to=resource)
    return list(rows.select_related("guidance").newest()[:REFERRING])


def newer_of(user: User, resource: Resource) -> Resource | None:
    """What took its place, if this person may read that; the last of a chain, so that nobody is led from one tombstone to
    the next."""
    newer, steps = resource, 0
    while newer.superseded_by_id and steps < CHAIN:
        newer, steps = newer.superseded_by, steps + 1
    return Resource.objects.visible_to(user).filter(pk=newer.pk).first() if steps else None


def _organization(user: User, resource: Resource, text: Revision) -> Organization | None:
    """The organization a profile describes, as far as this person meets it in projects; its page has them."""
    name = text.fields.get(resource.shape.organization, "") if resource.shape.organization else ""
    return Organization.objects.visible_to(user).filter(name__iexact=name).order_by("pk").first() if name else None


def _countries(resource: Resource, origin: masking.Origin) -> list[str]:
    """The countries it is about, for those who may know them."""
    if origin.is_masked or not resource.is_masked:
        return [] if origin.is_masked else list(resource.country_names)  # as read with the row
    return [country.name for country in resource.countries.order_by("name_en")]
