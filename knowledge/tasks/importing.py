"""Long lists of references."""

from __future__ import annotations

from celery import shared_task
from django.utils import translation

from knowledge import actions
from knowledge.models import ReferenceList


@shared_task(name="knowledge.tasks.bring_in_references")
def bring_in_references(pk: int) -> None:
    """Make the drafts of a list; one that was thrown away or made meanwhile needs none."""
    batch = ReferenceList.objects.select_related("owner", "office").filter(pk=pk, applied_at=None).first()
    if batch:
        with translation.override(batch.owner.language):
            actions.bring_in(batch, by=batch.owner)
