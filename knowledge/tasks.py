"""Timers and background work of knowledge: thin, by id, calling actions."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from knowledge import actions
from knowledge.models import Attachment, Resource


@shared_task(name="knowledge.tasks.extract_text")
def extract_text(pk: int) -> None:
    """Read a file that was attached, so that it is found by its words."""
    attachment = Attachment.objects.select_related("file", "resource").filter(pk=pk).first()
    if attachment:
        actions.read_text(attachment)


@shared_task(name="knowledge.tasks.remind_verification")
def remind_verification() -> int:
    """Remind who answers for what is near or past its date; returns how many resources were looked at."""
    today = timezone.now().date()
    due = list(Resource.objects.to_verify(today))
    for resource in due:
        actions.remind_verification(resource, today=today)
    return len(due)
