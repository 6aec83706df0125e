"""Keeping what is published true: verifying it, reminding who answers for it, archiving it and taking that back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from knowledge import permissions, workflow
from knowledge.actions.indexing import drop, reindex
from knowledge.actions.locking import locked
from knowledge.models import Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import remind
from pvehub.people.models import User


@transaction.atomic
def verify(resource: Resource, *, by: User, note: str = "") -> Resource:
    """Somebody who answers for it says that the published text still holds; the next date is one interval from today."""
    resource = locked(resource)
    access.require(permissions.why_not_verify(by, resource))
    mark_verified(resource, by=by, now=timezone.now())
    trail.record(resource, "knowledge.verified", by=by, after=str(resource.verify_by_on), note=note)
    return resource


def mark_verified(resource: Resource, *, by: User, now: datetime) -> None:
    """Bind trust to the text that is published now; the one who wrote it first answers for it."""
    resource.verified_revision, resource.verified_at, resource.verified_by = resource.published_revision, now, by
    months = resource.shape.verify_months
    day = workflow.months_after(now.date(), months) if months else None
    resource.verify_by_on = min(filter(None, (day, resource.ends_on)), default=None)
    resource.verifier = resource.verifier or resource.focal_point or resource.created_by
    resource.save(update_fields=["verified_revision", "verified_at", "verified_by", "verify_by_on", "verifier"])


@transaction.atomic
def archive(resource: Resource, *, by: User, reason: str) -> Resource:
    """Out of lists and search; whoever could read it finds a tombstone with the reason at its address."""
    resource = locked(resource)
    access.require(permissions.why_not_archive(by, resource))
    resource.state, resource.ended_at, resource.ended_by, resource.ended_reason = (
        workflow.State.ARCHIVED,
        timezone.now(),
        by,
        reason,
    )
    resource.save(update_fields=["state", "ended_at", "ended_by", "ended_reason"])
    drop(resource)
    trail.record(
        resource, "knowledge.archived", by=by, before=workflow.State.PUBLISHED, after=resource.state, note=reason
    )
    return resource


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
def remind_verification(resource: Resource, *, today: date) -> int | None:
    """The one reminder that is due for it today, to those whose turn it is; a second call the same day writes nothing."""
    resource = locked(resource)
    if resource.state != workflow.State.PUBLISHED or resource.verify_by_on is None:
        return None
    step = workflow.rung(resource.verify_by_on, today)
    if step is not None:
        people = _answering(resource, step)
        remind(people, "knowledge.verification_due", resource, rule="verify", due=resource.verify_by_on, rung=str(step))
    return step


def _answering(resource: Resource, step: int) -> list[User]:
    """Its verifier up to the day; then everyone in the role that stands behind; then the curators. An empty chair passes
    it to the next."""
    role = list(User.objects.serving(resource.verifier_office, resource.verifier_role))
    curators = list(access.people_holding("curate_resources", resource.owner_office))
    verifier = resource.verifier
    serves = verifier is not None and verifier.is_active and bool(access.standing(verifier).office_ids)
    first = [verifier] if verifier is not None and serves else []
    ladder = (
        [first, role, curators] if step <= 0 else [role, curators] if step < workflow.RUNGS[-1] else [curators, role]
    )
    return next((people for people in ladder if people), [])
