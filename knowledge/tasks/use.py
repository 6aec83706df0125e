"""What projects that cite a text are told of it."""

from __future__ import annotations

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from knowledge import actions
from knowledge.models import Resource


@shared_task(name="knowledge.tasks.tell_citing", label=_("Telling those who cite a text"))
def tell_citing(resource: int) -> int:
    """Tell who cites it what became of it; says how many were told."""
    found = Resource.objects.filter(pk=resource).first()
    return actions.tell_citing(found) if found is not None else 0
