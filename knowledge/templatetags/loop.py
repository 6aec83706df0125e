"""What pushes lessons out and brings them back, for the pages of the roof."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from knowledge.milestones import Milestone
from knowledge.owing import SHOWN, owed

register = template.Library()


@register.inclusion_tag("knowledge/_lessons_asked.html", takes_context=True)
def lessons_asked(context: template.Context) -> dict[str, Any]:
    """What the milestones of this person's projects ask, the latest first."""
    rows = owed(context["user"], timezone.localdate())["prompt"]
    return {"prompts": [row | {"milestone": Milestone(row["state_"]).label} for row in rows[:SHOWN]]}
