"""Asking to hear of changes, and no longer."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from knowledge import permissions
from knowledge.models import Follow, Resource
from projects.models import Follow as Interest
from pvehub import access
from pvehub.notifications import notify
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


def tell_of_new(resource: Resource) -> int:
    """Those who follow one of its themes or countries hear once that it is there; each is asked anew what they may read, and
    once more when the mail goes out. Its authors know. A research brief is for a weekly reading list."""
    codes = list(resource.themes.values_list("code", flat=True))
    countries = [] if resource.is_masked else resource.countries.values_list("pk", flat=True)
    wanted = Q(theme__in=Interest.themes_holding(codes).values("pk")) | Q(country__in=countries)
    people = User.objects.active().filter(pk__in=Interest.objects.filter(wanted).values("user"))
    people = people.exclude(pk__in=resource.authors.values("pk")).order_by("pk")
    told = [person for person in people if _concerns(resource, person)]
    kind = "knowledge.followed_research" if resource.kind == "research" else "knowledge.followed_news"
    return len(notify(told, kind, about=resource, key="new"))


def _concerns(resource: Resource, person: User) -> bool:
    rows = Resource.objects.visible_to(person).published().filter(pk=resource.pk)
    return rows.followed_by(person).exists()
