"""The timers of the service clock and of conditions: sweeps over what is due, once for each rung however late they come."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from endorsement import actions, workflow
from endorsement.clock import GRACE_DAYS
from endorsement.models import Case, Condition
from pvehub.notifications import reminders


@shared_task(name="endorsement.tasks.remind_clock")
def remind_clock() -> int:
    """Remind whoever holds a case as its working days go by, and the levels above; says how many were told."""
    return reminders.sweep("endorsement.clock")


@shared_task(name="endorsement.tasks.remind_conditions")
def remind_conditions() -> int:
    """Remind of every condition that falls due or is overdue; says how many were told."""
    return reminders.sweep("endorsement.conditions")


@shared_task(name="endorsement.tasks.suspend_overdue")
def suspend_overdue() -> int:
    """Suspend every endorsement of which a condition is past its date and its grace; says how many."""
    now = timezone.now()
    late = Condition.objects.due_by(now.date() + timedelta(days=1 - GRACE_DAYS)).filter(when=Condition.When.BY_DATE)
    good = [status.value for status in workflow.IN_GOOD_STANDING]
    rows = Case.objects.filter(status__in=good, pk__in=late.values("decision__case")).order_by("pk")
    return sum(actions.suspend_overdue(case, now=now) for case in rows)
