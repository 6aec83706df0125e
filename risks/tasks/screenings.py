"""Answers to categories that the record has overtaken: written down for counts over many registers."""

from celery import shared_task

from risks import actions
from risks.models import Register
from risks.workflow import RegisterKind


@shared_task(name="risks.tasks.note_stale")
def note_stale() -> int:
    """Hold the answers of each project's register against its record; what gates never waits for this."""
    rows = Register.objects.filter(kind=RegisterKind.PROJECT).order_by("pk")
    return sum(actions.note_stale(register) for register in rows.iterator(chunk_size=200))
