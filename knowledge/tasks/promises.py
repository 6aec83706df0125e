"""What keeps promises in mind: reminders by the day of each office, the weekly digest of headquarters, meetings to come."""

from __future__ import annotations

from celery import shared_task

from pvehub.notifications import reminders


@shared_task(name="knowledge.tasks.remind_promises")
def remind_promises() -> int:
    """Remind of what is near or past its day, and tell headquarters what is overdue; returns how many were told."""
    return reminders.sweep("knowledge.promises", "knowledge.overdue_promises")


@shared_task(name="knowledge.tasks.remind_meetings")
def remind_meetings() -> int:
    """Tell those who organize a meeting within a month what is open from the one before; returns how many were told of."""
    return reminders.sweep("knowledge.meetings")
