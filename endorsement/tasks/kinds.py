"""The end of endorsements: expired by their day, announced before it."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from endorsement import actions
from endorsement.models import Case
from pvehub.notifications import reminders


@shared_task(name="endorsement.tasks.expire")
def expire() -> int:
    """End every endorsement whose last day is over at its office; says how many."""
    now = timezone.now()
    # Somewhere on earth it is tomorrow already.
    rows = Case.objects.ending_by(now.date() + timedelta(days=1))
    return sum(actions.expire(case, now=now) for case in rows)


@shared_task(name="endorsement.tasks.remind_of_end")
def remind_of_end() -> int:
    """Tell of every endorsement that ends soon, each rung once; says how many were told."""
    return reminders.sweep("endorsement.ending")
