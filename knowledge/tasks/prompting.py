"""What keeps lessons from being forgotten: projects that reached a milestone are asked, and reminded once."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from knowledge import actions, milestones
from knowledge.models import LessonPrompt
from projects.lateness import today_of
from projects.models import Project
from projects.workflow import Status
from pvehub.notifications import reminders


@shared_task(name="knowledge.tasks.ask_for_lessons")
def ask_for_lessons() -> int:
    """Ask the running projects that reached their first month or their half, and remind of what was asked two weeks ago;
    returns how many questions are new. Each office counts its own days."""
    now, new = timezone.now(), 0
    asked = set(LessonPrompt.objects.order_by("pk").values_list("project", "milestone"))
    running = Project.objects.filter(status=Status.ACTIVE, start_on__isnull=False).select_related("lead_office")
    for project in running.order_by("pk").iterator(chunk_size=200):
        today = today_of(project, now)
        at = milestones.reached(project.start_on, project.end_on, today) if project.start_on else None
        if at and (project.pk, at[0]) not in asked:
            new += actions.ask_lesson(project, at[0], now=now) is not None
    reminders.sweep("knowledge.lessons")
    return new
