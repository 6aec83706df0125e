"""The timer of questions to headquarters."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from endorsement import actions
from endorsement.models import SupportRequest


@shared_task(name="endorsement.tasks.remind_support")
def remind_support() -> int:
    """Remind of every open question that is due tomorrow, today or was; each person each rung once. Says how many were told."""
    now = timezone.now()
    rows = SupportRequest.objects.filter(state=SupportRequest.State.OPEN, due_on__lte=now.date() + timedelta(days=2))
    rows = rows.select_related("office", "project", "owner").order_by("pk")
    return sum(actions.remind_support(row, now=now) for row in rows)
