"""What becomes of the trust in a text when the next one is published."""

from __future__ import annotations

from datetime import datetime, timedelta

from knowledge import workflow
from knowledge.actions.keeping import mark_verified
from knowledge.models import Resource, Revision
from pvehub.people.calendar import day_at
from pvehub.people.models import User


def carry_trust(resource: Resource, before: Revision | None, *, by: User, now: datetime, is_typo: bool) -> None:
    """The first text counts as verified by the curator who publishes it. After that, where nothing but spelling changed, what
    was verified stays so, until the same day; anything else is for those who answer for it to say, within a month."""
    if before is None or resource.shape.verify_months is None:
        mark_verified(resource, by=by, now=now)
        return
    if is_typo:
        if resource.verified_revision_id == before.pk:
            resource.verified_revision = resource.published_revision
            resource.save(update_fields=["verified_revision"])
        return
    resource.verify_by_on = day_at(resource.verifier_office, now) + timedelta(days=workflow.DUE_DAYS)
    resource.save(update_fields=["verify_by_on"])
