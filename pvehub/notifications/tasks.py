"""The timers of notifications."""

from celery import shared_task

from . import digests, outbox


@shared_task(name="notifications.tasks.send")
def send() -> None:
    """Sends the mails that are due."""
    outbox.send()


@shared_task(name="notifications.tasks.gather")
def gather() -> None:
    """Makes the digests that are due."""
    digests.gather()
