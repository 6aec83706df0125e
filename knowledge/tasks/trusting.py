"""What keeps the repository true while nobody looks: reminders, chairs that became empty, claims nobody can go on with."""

from __future__ import annotations

from celery import shared_task

from knowledge import actions
from knowledge.models import Curation, Resource
from pvehub.notifications import reminders


@shared_task(name="knowledge.tasks.remind_verification")
def remind_verification() -> int:
    """Remind who answers for what is near or past its date, in the day of their office; returns how many were told."""
    return reminders.sweep("knowledge.verification")


@shared_task(name="knowledge.tasks.keep_trust")
def keep_trust() -> int:
    """Pass on what somebody answered for who has left, and remind of contests nobody has answered; returns how many were
    passed on."""
    left = list(Resource.objects.without_verifier())
    for resource in left:
        actions.pass_on(resource)
    reminders.sweep("knowledge.contests")
    return len(left)


@shared_task(name="knowledge.tasks.remind_reviews")
def remind_reviews() -> int:
    """Free what is claimed by somebody who may no longer curate it, then remind of texts that wait; returns how many were
    told."""
    for curation in Curation.objects.open().exclude(claimed_by=None).select_related("resource").order_by("pk"):
        actions.release_claim(curation.resource)
    return reminders.sweep("knowledge.curation")
