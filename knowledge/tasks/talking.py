"""Discussions that wait: who follows their subject hears of new ones, and questions nobody answers are passed on."""

from __future__ import annotations

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from knowledge import actions
from knowledge.models import Discussion
from pvehub.notifications import reminders


@shared_task(name="knowledge.tasks.tell_of_talk", label=_("Telling of a new discussion"))
def tell_of_talk(pk: int) -> int:
    """Tell those who follow its themes or countries of what was begun; one that was hidden meanwhile is not told of."""
    discussion = Discussion.objects.shown().filter(pk=pk).first()
    return actions.tell_of_talk(discussion) if discussion else 0


@shared_task(name="knowledge.tasks.route_questions")
def route_questions() -> int:
    """Pass on what nobody answers, by the working days of the office that asked; returns how many were told."""
    return reminders.sweep("knowledge.questions")
