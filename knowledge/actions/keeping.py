"""Keeping what is published true: verifying it, reminding who answers for it, passing it on when they leave, archiving it
and taking that back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import permissions, workflow
from knowledge.actions.answering import answering, curators, in_role, readers, serves
from knowledge.actions.indexing import drop, reindex
from knowledge.actions.locking import locked
from knowledge.actions.turning import note_turn
from knowledge.actions.warning import warn_citing
from knowledge.models import Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify, remind
from pvehub.people.calendar import day_at
from pvehub.people.models import User


@transaction.atomic
def verify(resource: Resource, *, by: User, note: str = "", seen: int | None = None) -> Resource:
    """Somebody who answers for it says that the published text still holds; the next date is one interval from today.
    `seen` is the revision that was read: another one published meanwhile is not vouched for unread."""
    resource = locked(resource)
    access.require(permissions.why_not_verify(by, resource))
    if seen is not None and seen != resource.published_revision_id:
        raise access.Moved(
            _("A new text was published while you were reading. Read it first."), url=resource.get_absolute_url()
        )
    mark_verified(resource, by=by, now=timezone.now())
    trail.record(resource, "knowledge.verified", by=by, after=str(resource.verify_by_on), note=note)
    note_turn(resource, "verified", by=by)
    return resource


def mark_verified(resource: Resource, *, by: User, now: datetime) -> None:
    """Bind trust to the text that is published now; the one who wrote it first answers for it. The next date is counted
    in the day of the office that answers for it."""
    resource.verified_revision, resource.verified_at, resource.verified_by = resource.published_revision, now, by
    months, today = resource.shape.verify_months, day_at(resource.verifier_office, now)
    day = workflow.months_after(today, months) if months else None
    resource.verify_by_on = min(filter(None, (day, resource.ends_on)), default=None)
    resource.verifier = resource.verifier or resource.focal_point or resource.created_by
    resource.save(update_fields=["verified_revision", "verified_at", "verified_by", "verify_by_on", "verifier"])


@transaction.atomic
def archive(resource: Resource, *, by: User, reason: str) -> Resource:
    """Out of lists and search; whoever could read it finds a tombstone with the reason at its address."""
    resource = locked(resource)
    access.require(permissions.why_not_archive(by, resource))
    put_away(resource, by=by, now=timezone.now(), reason=reason)
    return resource


def put_away(resource: Resource, *, by: User, now: datetime, reason: str) -> None:
    """Archive what is held already: out of lists and search, the reason on record."""
    resource.state, resource.ended_at, resource.ended_by, resource.ended_reason = (
        workflow.State.ARCHIVED,
        now,
        by,
        reason,
    )
    resource.save(update_fields=["state", "ended_at", "ended_by", "ended_reason"])
    drop(resource)
    warn_citing(resource)
    trail.record(
        resource, "knowledge.archived", by=by, before=workflow.State.PUBLISHED, after=resource.state, note=reason
    )


@transaction.atomic
def restore(resource: Resource, *, by: User) -> Resource:
    """Back where it was, found as before."""
    resource = locked(resource)
    access.require(permissions.why_not_restore(by, resource))
    resource.state, resource.ended_at, resource.ended_by, resource.ended_reason = (
        workflow.State.PUBLISHED,
        None,
        None,
        "",
    )
    resource.save(update_fields=["state", "ended_at", "ended_by", "ended_reason"])
    reindex(resource)
    trail.record(resource, "knowledge.restored", by=by, before=workflow.State.ARCHIVED, after=resource.state)
    return resource


@transaction.atomic
def remind_verification(resource: Resource, *, now: datetime) -> int:
    """The one reminder that is due for it today, by the day of the office that answers for it, to those whose turn it is; a
    second call the same day writes nothing. Says how many were told."""
    resource = locked(resource)
    if resource.state != workflow.State.PUBLISHED or resource.verify_by_on is None:
        return 0
    step = workflow.rung(resource.verify_by_on, day_at(resource.verifier_office, now))
    if step is None:
        return 0
    people, due = answering(resource, past=step, last=workflow.RUNGS[-1]), resource.verify_by_on
    return len(remind(people, "knowledge.verification_due", resource, rule="verify", due=due, rung=str(step)))


@transaction.atomic
def pass_on(resource: Resource) -> User | None:
    """Whoever answers for it has left, or may no longer read it: the role behind takes it over the same day, the first by
    name of those who are there. Where the chair is empty the curators are told. Nothing where its verifier is in place."""
    resource = locked(resource)
    old = resource.verifier
    if old is None or resource.state != workflow.State.PUBLISHED or (serves(old) and readers(resource, [old])):
        return None
    heirs = [one for one in in_role(resource) if one != old]
    resource.verifier = heirs[0] if heirs else None
    resource.save(update_fields=["verifier"])
    moved = {"verifier": [str(old.uid), str(heirs[0].uid) if heirs else ""]}
    trail.record(resource, "knowledge.passed_on", changes=moved)
    notify(heirs[:1] or curators(resource), kind="knowledge.passed_on", about=resource)
    return resource.verifier
