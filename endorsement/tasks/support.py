"""The timer of questions to headquarters."""

from datetime import timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from endorsement import actions
from endorsement.models import SupportRequest


@shared_task(name="endorsement.tasks.remind_support")
def remind_support() -> int:
    """Remind of every question that is due tomorrow, today or was, or waits for the mission; each person each rung once. Says
    how many were told."""
    now = timezone.now()
    rows = SupportRequest.objects.unanswered().filter(
        Q(due_on__lte=now.date() + timedelta(days=2)) | Q(state="asked_back")
    )
    rows = rows.select_related("office", "project", "owner", "asked_by").order_by("pk")
    return sum(actions.remind_support(row, now=now) for row in rows)
