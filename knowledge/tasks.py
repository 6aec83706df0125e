"""Timers and background work of knowledge: thin, by id, calling actions."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from knowledge import actions
from knowledge.models import Attachment, ReadingAssignment, Resource, SavedSearch

log = logging.getLogger(__name__)


@shared_task(name="knowledge.tasks.extract_text")
def extract_text(pk: int) -> None:
    """Read a file that was attached, so that it is found by its words."""
    attachment = Attachment.objects.select_related("file", "resource").filter(pk=pk).first()
    if attachment:
        actions.read_text(attachment)


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


@shared_task(name="knowledge.tasks.remind_verification")
def remind_verification() -> int:
    """Remind who answers for what is near or past its date; returns how many resources were looked at."""
    today = timezone.now().date()
    due = list(Resource.objects.to_verify(today))
    for resource in due:
        actions.remind_verification(resource, today=today)
    return len(due)


@shared_task(name="knowledge.tasks.remind_reading")
def remind_reading() -> int:
    """Remind of what colleagues were asked to read, by the day where each of them serves; returns how many were told."""
    now = timezone.now()
    first, last = now.date() - actions.LATEST - timedelta(days=1), now.date() + timedelta(days=4)
    return sum(actions.remind_reading(row, now=now) for row in list(ReadingAssignment.objects.near(first, last)))
