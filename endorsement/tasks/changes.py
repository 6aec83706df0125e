"""The timer of changes after endorsement."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from endorsement import actions
from projects.models import NotifiedChange


@shared_task(name="endorsement.tasks.tell_changes")
def tell_changes() -> int:
    """Tell TRD of every change that went out and can still be objected to; says how many were told anew.

    A day more than the date: whose day it is, the action's page and permission ask.
    """
    rows = NotifiedChange.objects.open_to_objection((timezone.now() - timedelta(days=1)).date())
    rows = rows.select_related("project__lead_office", "made_by").order_by("pk")
    return sum(actions.tell_change(row) for row in rows)
