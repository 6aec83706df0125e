"""Acceptances that end: each with its own date, however late the timer comes."""

from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from risks import actions
from risks.models import Acceptance


@shared_task(name="risks.tasks.expire_acceptances")
def expire_acceptances() -> int:
    """End what is past its last day; each acceptance ends with its own date, however late the timer comes."""
    now = timezone.now()
    latest: date = now.date() + timedelta(days=1)
    rows = Acceptance.objects.granted().filter(valid_until_on__lt=latest).order_by("valid_until_on", "pk")
    return sum(actions.expire(acceptance, now=now) for acceptance in rows)
