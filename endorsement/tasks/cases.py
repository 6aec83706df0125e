"""The timers of endorsement: idempotent sweeps over what is due."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from endorsement import actions
from endorsement.models import Case, Override
from endorsement.workflow import Status
from pvehub.notifications import reminders


@shared_task(name="endorsement.tasks.remind_quiet")
def remind_quiet() -> None:
    """Remind of every hold that is to be looked at again; told once for each date."""
    reminders.sweep("endorsement.quiet")


@shared_task(name="endorsement.tasks.lapse_advice")
def lapse_advice() -> int:
    """Send on every case whose region has let its days pass; says how many."""
    now = timezone.now()
    rows = Case.objects.filter(status=Status.REGIONAL, due_on__lt=now.date() + timedelta(days=1)).order_by("pk")
    return sum(actions.lapse_advice(case, now=now) for case in rows)


@shared_task(name="endorsement.tasks.lapse_overrides")
def lapse_overrides() -> int:
    """End every override whose thirty days are over; says how many."""
    now = timezone.now()
    rows = Override.objects.overdue(now).select_related("case", "ordered_by")
    return sum(actions.lapse_override(override, now=now) for override in rows)
