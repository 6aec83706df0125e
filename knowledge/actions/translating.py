"""Beginning a message line in another language."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from knowledge import checks, permissions
from knowledge.actions.contributing import Tags, Text, contribute, floor
from knowledge.actions.locking import locked
from knowledge.models import MessageLanguage, Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Office, User


@transaction.atomic
def begin_language(resource: Resource, language: str, *, by: User, office: Office) -> Resource:
    """A draft that is to say the same in another language. It begins with the words readers have and the tags they stand
    under; from there on it is a text of its own, which its author writes, a curator reads and a seat approves."""
    resource = locked(resource)
    access.require(permissions.why_not_begin_language(by, resource))
    told = resource.published_revision
    assert told is not None  # what is published has a text
    if language not in dict(checks.LANGUAGES):
        raise access.Unmet([_("Say which language it is written in.")])
    taken = Resource.objects.visible_to(by).saying_the_same(resource).filter(language=language)
    if taken.exists():
        raise access.Unmet([_("It exists in this language already.")])
    names = ("themes", "target_groups", "drivers", "audiences", "stages", "risk_categories")
    tags: dict[str, Any] = {name: list(getattr(resource, name).all()) for name in names}
    tier = max(resource.tier, floor(None, tags["target_groups"]))
    text = Text(told.title, told.summary, language, dict(told.fields))
    made = contribute(resource.kind, by=by, office=office, text=text, tags=Tags(tier=tier, **tags))
    tie = MessageLanguage.objects.filter(resource=resource).first()
    MessageLanguage.objects.create(resource=made, first=tie.first if tie else resource)
    trail.record(made, "knowledge.language_begun", by=by, after=language)
    return made


def hand_languages(resource: Resource, newer: Resource) -> None:
    """What takes the place of a line in the same language stands beside its other languages from then on. One that stands
    beside others already keeps those. Called by what supersedes, under the lock of both."""
    ties = MessageLanguage.objects.all()
    if newer.language != resource.language or ties.filter(Q(resource=newer) | Q(first=newer)).exists():
        return
    ties.filter(resource=resource).update(resource=newer)
    ties.filter(first=resource).update(first=newer)
