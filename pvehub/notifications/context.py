"""What the head of every page shows of notices; asked for only when a template uses it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Notice


def unread(request: HttpRequest) -> dict[str, Any]:
    """`unread`: how many notices the person has not read."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread": 0}
    return {"unread": SimpleLazyObject(lambda: Notice.objects.of(user).unread().count())}
