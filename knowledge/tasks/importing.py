"""Long lists of references."""

from __future__ import annotations

from contextlib import suppress

from celery import shared_task
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from knowledge import actions
from knowledge.models import ReferenceList
from pvehub import access


@shared_task(name="knowledge.tasks.bring_in_references", label=_("Bringing in references"))
def bring_in_references(pk: int) -> None:
    """Make the drafts of a list; one that was thrown away or made meanwhile needs none. Where its owner may no longer, its
    page says why."""
    batch = ReferenceList.objects.select_related("owner", "office").filter(pk=pk, applied_at=None).first()
    if batch:
        with translation.override(batch.owner.language), suppress(access.Refused, access.Moved):
            actions.bring_in(batch, by=batch.owner)
