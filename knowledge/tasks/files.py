"""Reading what was attached."""

from __future__ import annotations

from celery import shared_task

from knowledge import actions
from knowledge.models import Attachment


@shared_task(name="knowledge.tasks.extract_text")
def extract_text(pk: int) -> None:
    """Read a file that was attached, so that it is found by its words."""
    attachment = Attachment.objects.select_related("file", "resource").filter(pk=pk).first()
    if attachment:
        actions.read_text(attachment)
