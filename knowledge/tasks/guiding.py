"""What falls due around guidance and messages: comments on drafts, answers to them, approvals near their end."""

from __future__ import annotations

from celery import shared_task

from pvehub.notifications import reminders


@shared_task(name="knowledge.tasks.remind_guidance")
def remind_guidance() -> int:
    """Remind of drafts that wait for comments or answers and of approvals near their end, in the day of their office;
    returns how many were told."""
    return reminders.sweep("knowledge.consultations", "knowledge.approvals")
