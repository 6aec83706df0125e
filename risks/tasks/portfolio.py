"""The nightly count. It runs hourly and counts a day once, with the first run after midnight UTC."""

from celery import shared_task

from risks import actions


@shared_task(name="risks.tasks.count_portfolio")
def count_portfolio() -> int:
    """Count today if it is not counted yet; a day that was missed stays missing, and the trend shows the gap."""
    return actions.count_portfolio()
