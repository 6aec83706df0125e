"""What people hear of to read: what is new on what they follow, and what colleagues asked them to read by a day."""

from __future__ import annotations

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from knowledge import actions
from knowledge.models import Resource, TrustChange
from pvehub.notifications import reminders


@shared_task(name="knowledge.tasks.tell_of_new", label=_("Telling of a new text"))
def tell_of_new(pk: int) -> int:
    """Tell those who follow its themes or countries of what was published; one that is gone again is not told of."""
    resource = Resource.objects.published().filter(pk=pk).first()
    return actions.tell_of_new(resource) if resource else 0


@shared_task(name="knowledge.tasks.tell_of_turn", label=_("Telling what became of a text"))
def tell_of_turn(pk: int, by: int) -> int:
    """Tell those who follow it what became of a text; one that was overtaken meanwhile is not told of."""
    change = TrustChange.objects.select_related("resource").filter(pk=pk).first()
    return actions.tell_of_turn(change, by) if change and change.still_so else 0


@shared_task(name="knowledge.tasks.remind_reading")
def remind_reading() -> int:
    """Remind of what colleagues were asked to read, by the day where each of them serves; returns how many were told."""
    return reminders.sweep("knowledge.readings")
