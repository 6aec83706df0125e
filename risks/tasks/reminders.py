"""Everything of the registers that is due: each person hears the latest rung reached, once."""

from celery import shared_task

from pvehub.notifications import reminders
from risks.reminders import REMINDERS

REVIEWS = "risks.review"


@shared_task(name="risks.tasks.remind_review")
def remind_review() -> int:
    """Tell who answers for a risk that its review is due: each person the latest rung reached, once, ever."""
    return reminders.sweep(REVIEWS)


@shared_task(name="risks.tasks.remind_due")
def remind_due() -> int:
    """Tell of everything else that is due or has nobody to answer it; says how many people were told."""
    return reminders.sweep(*(rule.slug for rule in REMINDERS if rule.slug != REVIEWS))
