"""What people look for: news of the searches they keep, and questions that are forgotten after their time."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from knowledge import actions
from knowledge.models import SavedSearch

log = logging.getLogger(__name__)


@shared_task(name="knowledge.tasks.tell_news")
def tell_news() -> int:
    """Tell people of what is new in the searches they keep; says how many were told. One that fails keeps nobody else from
    hearing, and is tried again."""
    told, now = 0, timezone.now()
    for saved in SavedSearch.objects.to_tell().iterator(chunk_size=200):
        try:
            told += actions.tell_news(saved, now=now)
        except Exception:
            log.exception("The search %s could not be asked again.", saved.pk)
    return told


@shared_task(name="knowledge.tasks.forget_asked")
def forget_asked() -> int:
    """Old questions go; says how many."""
    return actions.forget_asked(now=timezone.now())
