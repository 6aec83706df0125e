"""The card of this package for the desk, and roles by their names."""

from typing import Any

from django import template

from pvehub import access
from pvehub.access.models import AccessRequest

from .. import showing

register = template.Library()


@register.inclusion_tag("access/_requests_awaiting_me.html", takes_context=True)
def requests_awaiting_me(context: template.Context) -> dict[str, Any]:
    """Requests for access to my office that nobody has answered; one query, and none for who leads no office."""
    user = context["request"].user
    if not access.standing(user).anywhere("lower_tier"):
        return {"waiting": []}
    return {"waiting": AccessRequest.objects.to_answer(user).select_related("asked_by", "office").order_by("pk")[:5]}


@register.filter
def role_name(slug: str) -> str:
    """The name of a role in the reader's language."""
    return showing.role_name(slug)
