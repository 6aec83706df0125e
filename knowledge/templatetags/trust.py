"""What stands beside a published text about how far it may be relied on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone

from knowledge import permissions, workflow
from knowledge.models import Contest, Feature, Resource, Use
from pvehub.people.models import Office, User
from pvehub.vocabulary.models import Term

register = template.Library()

ANSWERS = FEATURED = 3
USE_DAYS = 365


@register.inclusion_tag("knowledge/_trust.html", takes_context=True)
def trust_panel(context: template.Context, resource: Resource) -> dict[str, Any]:
    """Badge, reason, dates, contests and what may be done; of a masked resource readers learn no name."""
    user, trust = context["user"], resource.trust_on(timezone.localdate())
    rows = list(Contest.objects.of(resource).select_related("by", "answered_by", "resource"))
    told = set(Contest.objects.told_to(user).filter(resource=resource).values_list("pk", flat=True)) if rows else set()
    waiting = [row for row in rows if row.answered_at is None]
    for row in waiting:
        row.is_told, row.why_not_answer = row.pk in told, permissions.why_not_answer(user, row)
    origin, why_not = context["origin"], context["why_not"]  # asked once, by the page
    return {
        "resource": resource,
        "csrf_token": context.get("csrf_token"),
        "is_unverified": trust == workflow.Trust.UNVERIFIED,
        "is_overdue": trust == workflow.Trust.OVERDUE,
        "waiting": waiting,
        "answered": [row for row in rows if row.answered_at is not None][:ANSWERS],
        "verified_by": origin.verified_by,
        "features": list(Feature.objects.live(timezone.localdate()).of(resource)),
        "why_not_curate": why_not["curate"],
        "may_feature": why_not["curate"] is None and trust in workflow.RELIABLE,
        "why_not_verify": why_not["verify"],
        "may_contest": resource.verifier_id != user.pk and all(row.by_id != user.pk for row in waiting),
    }


@register.inclusion_tag("knowledge/_use.html", takes_context=True)
def use_of(context: template.Context, resource: Resource) -> dict[str, Any]:
    """For its authors and curators: by how many offices it was opened in a year. No office is named."""
    why_not = context["why_not"]
    if why_not["edit"] and why_not["curate"]:
        return {"use": None}
    return {"use": Use.objects.told(resource, timezone.localdate() - timedelta(days=USE_DAYS))}


@register.inclusion_tag("knowledge/_featured.html", takes_context=True)
def featured_in(context: template.Context) -> dict[str, Any]:
    """What curators put before the readers of the theme or region a list is narrowed to; nothing while words are asked."""
    asked = context["request"].GET
    theme, region = asked.get("theme", ""), asked.get("region", "")
    if asked.get("q") or not (theme or region):
        return {"features": []}
    places = {
        "themes": Term.objects.meant("themes", theme),
        "regions": Office.objects.regions().filter(code=region).values("pk"),
    }
    return {"features": _features(context["user"], **places)}


def _features(user: User, *, themes: Any, regions: Any) -> list[Feature]:
    rows = Feature.objects.visible_to(user).live(timezone.localdate()).at(themes=themes, regions=regions)
    found: dict[int, Feature] = {}
    for row in rows[: 2 * FEATURED]:
        found.setdefault(row.resource_id, row)
    return list(found.values())[:FEATURED]
