"""The bell of the roof."""

from typing import Any

from django import template

from pvehub.notifications.models import Notice

register = template.Library()


@register.inclusion_tag("notifications/_bell.html", takes_context=True)
def bell(context: dict[str, Any]) -> dict[str, Any]:
    """How many notices are unread: one query."""
    user = context["request"].user
    return {"unread": Notice.objects.of(user).unread().count()}
