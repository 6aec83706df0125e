"""Taking a resource out for good: another one takes its place, or it is withdrawn. Its address stays and says so."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from knowledge import permissions, workflow
from knowledge.actions.curating import tell_followers
from knowledge.actions.indexing import drop
from knowledge.actions.locking import locked
from knowledge.actions.translating import hand_languages
from knowledge.actions.turning import note_turn
from knowledge.actions.warning import warn_citing
from knowledge.models import Follow, Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User


@transaction.atomic
def supersede(resource: Resource, newer: Resource, *, by: User, reason: str) -> Resource:
    """A newer resource takes the place of this one: readers of the old address are led to it, whoever followed the old one
    follows the new one, and the other languages of a line stay beside it. Both are held, in the order of their keys, so that
    two cannot take each other's place."""
    held = {one.pk: one for one in (locked(one) for one in sorted((resource, newer), key=lambda one: one.pk))}
    resource, newer = held[resource.pk], held[newer.pk]
    access.require(permissions.why_not_supersede(by, resource))
    access.require(permissions.why_not_succeed(by, newer, resource))
    resource.superseded_by = newer
    _end(resource, workflow.State.SUPERSEDED, by=by, reason=reason)
    trail.record(resource, "knowledge.superseded", by=by, before="published", after=resource.state, note=reason)
    trail.record(newer, "knowledge.took_the_place", by=by, note=reason)
    now = timezone.now()
    followers = resource.follows.values_list("user_id", flat=True)
    Follow.objects.bulk_create(
        [Follow(resource=newer, user_id=pk, followed_at=now) for pk in followers], ignore_conflicts=True
    )
    hand_languages(resource, newer)
    tell_followers(newer, by=by)
    return resource


@transaction.atomic
def withdraw(resource: Resource, *, by: User, reason: str) -> Resource:
    """Out for good: nobody but its authors and the curators reads it again; whoever could read it finds a tombstone with the
    reason. A draft that nobody was shown leaves nothing behind for others."""
    resource = locked(resource)
    access.require(permissions.why_not_withdraw(by, resource))
    before = resource.state
    _end(resource, workflow.State.WITHDRAWN, by=by, reason=reason)
    trail.record(resource, "knowledge.withdrawn", by=by, before=before, after=resource.state, note=reason)
    return resource


def _end(resource: Resource, state: workflow.State, *, by: User, reason: str) -> None:
    resource.state, resource.ended_at, resource.ended_by, resource.ended_reason = state, timezone.now(), by, reason
    resource.save(update_fields=["state", "superseded_by", "ended_at", "ended_by", "ended_reason"])
    drop(resource)
    warn_citing(resource)
    note_turn(resource, state, by=by)
