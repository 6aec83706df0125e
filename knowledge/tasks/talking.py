"""Discussions that wait: who follows their subject hears of new ones, and questions nobody answers are passed on."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from knowledge import actions, conversing
from knowledge.models import Discussion


@shared_task(name="knowledge.tasks.tell_of_talk")
def tell_of_talk(pk: int) -> int:
    """Tell those who follow its themes or countries of what was begun; one that was hidden meanwhile is not told of."""
    discussion = Discussion.objects.shown().filter(pk=pk).first()
    return actions.tell_of_talk(discussion) if discussion else 0


@shared_task(name="knowledge.tasks.route_questions")
def route_questions() -> int:
    """Pass on what nobody answers, by the working days of the office that asked; returns how many were told."""
    now = timezone.now()
    waiting = list(Discussion.objects.to_route(now - timedelta(days=conversing.ROUTE_AFTER - 1)))
    return sum(actions.route(each, now=now) for each in waiting)
