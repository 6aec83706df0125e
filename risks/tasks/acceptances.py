"""Acceptances that end: each with its own date, however late the timer comes."""

from datetime import date, timedelta

from celery import shared_task
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from risks import actions
from risks.models import Acceptance, Treatment
from risks.workflow import Basis, Progress


@shared_task(name="risks.tasks.expire_acceptances")
def expire_acceptances() -> int:
    """End what is past its last day, and before it what a late precondition has ended; each with its own date."""
    now = timezone.now()
    latest: date = now.date() + timedelta(days=1)
    granted = Acceptance.objects.granted().order_by("valid_until_on", "pk")
    behind = Treatment.objects.exclude(progress__in=[Progress.DONE, Progress.DROPPED])
    behind = behind.filter(risks=OuterRef("risk"), due_on__lt=latest)
    depending = Exists(behind.filter(is_precondition=True)) | (Q(basis=Basis.TARGET) & Exists(behind))
    ended = sum(actions.lapse_late(acceptance, now=now) for acceptance in granted.filter(depending))
    return ended + sum(actions.expire(acceptance, now=now) for acceptance in granted.filter(valid_until_on__lt=latest))
