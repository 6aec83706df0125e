"""The timer of questions to headquarters."""

from celery import shared_task

from pvehub.notifications import reminders


@shared_task(name="endorsement.tasks.remind_support")
def remind_support() -> int:
    """Remind of every question that is due tomorrow, today or was, or waits for the mission; each person each rung once. Says
    how many were told."""
    return reminders.sweep("endorsement.support")
