"""Turning an event into words: verbs from the apps' own lists, people from their uid."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings

from pvehub import listed
from pvehub.people.models import User

from .models import Event


@cache
def verbs() -> dict[str, Any]:
    """verb -> label, gathered from the modules in settings.AUDIT_VERBS."""
    return {verb: label for module in listed.modules(settings.AUDIT_VERBS) for verb, label in module.VERBS.items()}


def people_of(events: Iterable[Event], named: Iterable[str] = ()) -> dict[UUID, User]:
    """Who acted in these events, and whoever else the page names by uid, in one query."""
    uids = {uid for event in events for uid in (event.actor_uid, event.on_behalf_of_uid) if uid}
    uids |= {UUID(uid) for uid in named}
    return {user.uid: user for user in User.objects.filter(uid__in=uids)} if uids else {}


def told(events: Iterable[Event], people: Mapping[Any, User] | None = None) -> list[dict[str, Any]]:
    """Events with label and people, ready for the timeline; one query for all the people in it, or none where the page
    has read them."""
    rows = list(events)
    known: Mapping[Any, User] = people_of(rows) if people is None else people
    return [
        {
            "event": event,
            "label": verbs().get(event.verb, event.verb),
            "actor": known.get(event.actor_uid),
            "principal": known.get(event.on_behalf_of_uid),
        }
        for event in rows
    ]
