"""What keeps the repository true while nobody looks: reminders, chairs that became empty, claims nobody can go on with."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from knowledge import actions
from knowledge.models import Contest, Curation, Resource


@shared_task(name="knowledge.tasks.remind_verification")
def remind_verification() -> int:
    """Remind who answers for what is near or past its date, in the day of their office; returns how many resources were
    looked at."""
    now = timezone.now()
    due = list(Resource.objects.to_verify(now.date() + timedelta(days=1)))  # tomorrow has begun somewhere
    for resource in due:
        actions.remind_verification(resource, now=now)
    return len(due)


@shared_task(name="knowledge.tasks.keep_trust")
def keep_trust() -> int:
    """Pass on what somebody answered for who has left, and remind of contests nobody has answered; returns how many were
    passed on."""
    now = timezone.now()
    left = list(Resource.objects.without_verifier())
    for resource in left:
        actions.pass_on(resource)
    for contest in Contest.objects.open().select_related("resource").order_by("pk"):
        actions.remind_contest(contest, now=now)
    return len(left)


@shared_task(name="knowledge.tasks.remind_reviews")
def remind_reviews() -> int:
    """Free what is claimed by somebody who may no longer curate it, then remind of texts that wait; returns how many."""
    now = timezone.now()
    rows = list(Curation.objects.open().select_related("resource").order_by("pk"))
    for curation in rows:
        if curation.claimed_by_id:
            actions.release_claim(curation.resource)
        actions.remind_review(curation, now=now)
    return len(rows)
