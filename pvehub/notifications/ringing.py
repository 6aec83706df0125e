"""What the bell shows: how many notices are unread, and the mark by which a page knows that nothing changed."""

from typing import Any

from django.utils.translation import get_language

from .models import Notice


def told(user: Any) -> dict[str, Any]:
    """One count over an index, and the mark of it in this language."""
    unread = Notice.objects.visible_to(user).unread().count()
    return {"unread": unread, "tag": f"{unread}-{get_language()}"}
