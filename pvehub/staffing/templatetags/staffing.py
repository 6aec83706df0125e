"""The card of this package for the desk."""

from typing import Any

from django import template

from pvehub import access
from pvehub.access.models import AccessRequest

register = template.Library()


@register.inclusion_tag("access/_requests_awaiting_me.html", takes_context=True)
def requests_awaiting_me(context: template.Context) -> dict[str, Any]:
    """Requests for access to my office that nobody has answered; one query, and none for who leads no office."""
    user = context["request"].user
    if not access.standing(user).anywhere("lower_tier"):
        return {"waiting": []}
    return {"waiting": AccessRequest.objects.to_answer(user).select_related("asked_by", "office").order_by("pk")[:5]}
