"""What falls due around guidance and messages: comments on drafts, answers to them, approvals near their end."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from knowledge import actions
from knowledge.models import Consultation, Resource


@shared_task(name="knowledge.tasks.remind_guidance")
def remind_guidance() -> int:
    """Remind of drafts that wait for comments or answers and of approvals near their end, in the day of their office;
    returns how many were looked at."""
    now = timezone.now()
    drafts = list(Consultation.objects.filter(ended_at=None).select_related("resource").order_by("pk"))
    for consultation in drafts:
        actions.remind_consultation(consultation, now=now)
    approved = Resource.objects.published().filter(approvals__withdrawn_at=None, approvals__isnull=False)
    lines = list(approved.distinct().order_by("pk"))
    for resource in lines:
        actions.remind_approvals(resource, now=now)
    return len(drafts) + len(lines)
