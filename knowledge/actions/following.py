"""Asking to hear of changes, and no longer."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from knowledge import permissions
from knowledge.models import Follow, Resource
from pvehub import access
from pvehub.people.models import User


@transaction.atomic
def follow(resource: Resource, *, by: User) -> Follow:
    """A reader hears of each new text; following twice is following once."""
    access.require(permissions.why_not_follow(by, resource))
    return Follow.objects.get_or_create(resource=resource, user=by, defaults={"followed_at": timezone.now()})[0]


@transaction.atomic
def unfollow(resource: Resource, *, by: User) -> Resource:
    """No longer; anybody may stop at any time."""
    Follow.objects.filter(resource=resource, user=by).delete()
    return resource
