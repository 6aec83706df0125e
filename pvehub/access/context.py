"""What every page knows: the person's standing, asked for only when a template uses it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .standings import standing


def everywhere(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"standing": None}
    return {"standing": SimpleLazyObject(lambda: standing(user))}
