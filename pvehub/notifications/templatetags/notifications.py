"""The bell of the roof."""

from typing import Any

from django import template

from pvehub.notifications import ringing

register = template.Library()


@register.inclusion_tag("notifications/_bell.html", takes_context=True)
def bell(context: dict[str, Any]) -> dict[str, Any]:
    """How many notices are unread: one query."""
    return ringing.told(context["request"].user)
