"""The timer of the history."""

from celery import shared_task

from .seals import seal as seal_events


@shared_task(name="audit.tasks.seal")
def seal() -> None:
    """Seals what has happened since the last seal."""
    seal_events()
