"""What stands beside a published text about how far it may be relied on."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from knowledge import permissions, workflow
from knowledge.models import Contest, Resource

register = template.Library()

ANSWERS = 3


@register.inclusion_tag("knowledge/_trust.html", takes_context=True)
def trust_panel(context: template.Context, resource: Resource) -> dict[str, Any]:
    """Badge, reason, dates, contests and what may be done; of a masked resource readers learn no name."""
    user, trust = context["user"], resource.trust_on(timezone.localdate())
    rows = list(Contest.objects.of(resource).select_related("by", "answered_by", "resource"))
    told = set(Contest.objects.told_to(user).filter(resource=resource).values_list("pk", flat=True)) if rows else set()
    waiting = [row for row in rows if row.answered_at is None]
    for row in waiting:
        row.is_told, row.why_not_answer = row.pk in told, permissions.why_not_answer(user, row)
    origin = context["origin"]
    return {
        "resource": resource,
        "csrf_token": context.get("csrf_token"),
        "is_unverified": trust == workflow.Trust.UNVERIFIED,
        "is_overdue": trust == workflow.Trust.OVERDUE,
        "waiting": waiting,
        "answered": [row for row in rows if row.answered_at is not None][:ANSWERS],
        "verified_by": origin.verified_by,
        "why_not_verify": permissions.why_not_verify(user, resource),
        "why_not_contest": permissions.why_not_contest(user, resource),
    }
