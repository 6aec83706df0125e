"""What colleagues were asked to read by a day."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from knowledge import actions
from knowledge.models import ReadingAssignment


@shared_task(name="knowledge.tasks.remind_reading")
def remind_reading() -> int:
    """Remind of what colleagues were asked to read, by the day where each of them serves; returns how many were told."""
    now = timezone.now()
    first, last = now.date() - actions.LATEST - timedelta(days=1), now.date() + timedelta(days=4)
    return sum(actions.remind_reading(row, now=now) for row in list(ReadingAssignment.objects.near(first, last)))
