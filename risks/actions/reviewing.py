"""The rounds: "no change", closing, reopening."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pvehub.access import require
from pvehub.audit import trail
from pvehub.people.models import User
from risks import permissions
from risks.covering import today_of
from risks.models import Risk
from risks.workflow import RiskState

from .assessing import interval
from .locking import lapse, lock_risk, settle


@transaction.atomic
def review_unchanged(risk: Risk, *, by: User, note: str = "") -> Risk:
    """Looked at, and nothing changed: the next review is one interval from today. The rating stays as it was made."""
    risk = lock_risk(risk.pk)
    require(permissions.why_not_review(by, risk))
    risk.next_review_on = today_of(risk.register) + timedelta(days=interval(risk.rated))
    risk.save(update_fields=["next_review_on"])
    trail.record(risk, "risks.reviewed", by=by, after=risk.next_review_on.isoformat(), note=note)
    return risk


@transaction.atomic
def close(risk: Risk, *, reason: str, by: User) -> Risk:
    """It cannot happen any more, or no longer matters. What was accepted of it ends; its ref is never used again."""
    risk = lock_risk(risk.pk)
    require(permissions.why_not_close(by, risk))
    now, before = timezone.now(), risk.state
    risk.state, risk.state_reason = RiskState.CLOSED, reason
    risk.save(update_fields=["state", "state_reason"])
    trail.record(risk, "risks.closed", by=by, before=before, after=RiskState.CLOSED, note=reason)
    for acceptance in risk.acceptances_alive:
        lapse(acceptance, risk, because=reason, by=by, now=now)
    return risk


@transaction.atomic
def reopen(risk: Risk, *, reason: str, by: User) -> Risk:
    """It may happen after all: open where it is complete, else a draft. Its old acceptance does not come back."""
    risk = lock_risk(risk.pk)
    require(permissions.why_not_reopen(by, risk))
    risk.state, risk.state_reason = RiskState.DRAFT, reason
    risk.save(update_fields=["state", "state_reason"])
    trail.record(risk, "risks.reopened", by=by, before=RiskState.CLOSED, after=RiskState.DRAFT, note=reason)
    return settle(risk.pk, by=by, now=timezone.now())
