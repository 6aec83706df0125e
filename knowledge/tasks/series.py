"""Series of meetings whose next one is due to be planned."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from knowledge import actions
from knowledge.models import Meeting


@shared_task(name="knowledge.tasks.remind_series")
def remind_series() -> int:
    """Remind those who organize of series without a next meeting; returns how many were told of."""
    now = timezone.now()
    return sum(actions.remind_series(row, now=now) for row in list(Meeting.objects.ending_series()))
