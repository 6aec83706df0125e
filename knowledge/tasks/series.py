"""Series of meetings whose next one is due to be planned."""

from __future__ import annotations

from celery import shared_task

from pvehub.notifications import reminders


@shared_task(name="knowledge.tasks.remind_series")
def remind_series() -> int:
    """Remind those who organize of series without a next meeting; returns how many were told of."""
    return reminders.sweep("knowledge.series")
