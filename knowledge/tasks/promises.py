"""What keeps promises in mind: reminders by the day of each office, the weekly digest of headquarters, meetings to come."""

from __future__ import annotations

from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from knowledge import actions, ledger
from knowledge.models import FollowUpAction, Meeting


@shared_task(name="knowledge.tasks.remind_promises")
def remind_promises() -> int:
    """Remind of what is near or past its day, then tell headquarters what is overdue; returns how many were looked at."""
    now = timezone.now()
    last = now.date() + timedelta(days=1 - ledger.PROMISE_RUNGS[0])  # tomorrow has begun somewhere
    due = list(FollowUpAction.objects.near(date.min, last))
    for action in due:
        actions.remind_promise(action, now=now)
        actions.tell_headquarters(action, now=now)
    return len(due)


@shared_task(name="knowledge.tasks.remind_meetings")
def remind_meetings() -> int:
    """Tell those who organize a meeting within a month what is open from the one before; returns how many there are."""
    now = timezone.now()
    first, last = now.date() - timedelta(days=1), now.date() + timedelta(days=ledger.PREPARATION_DAYS + 1)
    near = list(Meeting.objects.near(first, last))
    for meeting in near:
        actions.remind_preparation(meeting, now=now)
    return len(near)
