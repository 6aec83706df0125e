"""The timer of jobs."""

from celery import shared_task

from .sweeping import sweep as run_what_is_due


@shared_task(name="jobs.tasks.sweep")
def sweep() -> None:
    """Runs due jobs."""
    run_what_is_due()
