"""The timers of endorsement: idempotent sweeps over what is due."""

from celery import shared_task
from django.utils import timezone

from endorsement import actions
from endorsement.models import Case, Override


@shared_task(name="endorsement.tasks.remind_quiet")
def remind_quiet() -> None:
    """Remind whoever holds a case on which nothing has happened for too long; told once per silence."""
    now = timezone.now()
    for case in (
        Case.objects.in_hand().with_last_event().select_related("project", "project__lead_office").order_by("pk")
    ):
        actions.remind_quiet(case, now=now)


@shared_task(name="endorsement.tasks.lapse_overrides")
def lapse_overrides() -> int:
    """End every override whose thirty days are over; says how many."""
    now = timezone.now()
    rows = Override.objects.overdue(now).select_related("case", "ordered_by")
    return sum(actions.lapse_override(override, now=now) for override in rows)
