"""The rounds: "no change", closing, reopening, and saying that what happened is over."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Unmet, require
from pvehub.audit import trail
from pvehub.people.models import User
from risks import permissions
from risks.covering import today_of
from risks.models import Risk, Treatment
from risks.workflow import LIVE, Progress, RiskState

from .assessing import interval
from .locking import lapse, lock_risk, settle
from .positions import look_at_position
from .stepping import step


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
def close(risk: Risk, *, reason: str, by: User, drops_measures: bool | None = None) -> Risk:
    """It cannot happen any more, or no longer matters. What was accepted of it ends; its ref is never used again.

    What becomes of its open measures is said with it: dropped, or seen through. One that serves another live risk goes
    on in any case.
    """
    risk = lock_risk(risk.pk)
    require(permissions.why_not_close(by, risk))
    own = own_open_measures(risk)
    if own and drops_measures is None:
        raise Unmet([_("Say what becomes of the measures that are still open: dropped, or seen through.")])
    now = timezone.now()
    step(risk, RiskState.CLOSED, verb="risks.closed", by=by, reason=reason)
    for measure in own if drops_measures else ():
        before, measure.progress = measure.progress, Progress.DROPPED
        measure.save(update_fields=["progress"])
        words = {"progress": [str(before), str(Progress.DROPPED)]}
        trail.record(risk, "risks.treatment_changed", by=by, changes=words, note=measure.text)
    for acceptance in risk.acceptances_alive:
        lapse(acceptance, risk, because=reason, by=by, now=now)
    look_at_position(risk, by=by, now=now)
    return risk


def own_open_measures(risk: Risk) -> list[Treatment]:
    """Measures of this risk that are neither done nor dropped and serve no other live risk."""
    rows = risk.treatments.exclude(progress__in=[Progress.DONE, Progress.DROPPED])
    others = Risk.objects.filter(state__in=LIVE).exclude(pk=risk.pk)
    shared = rows.filter(risks__in=others).values("pk")
    return list(rows.exclude(pk__in=shared).order_by("pk"))


@transaction.atomic
def reopen(risk: Risk, *, reason: str, by: User) -> Risk:
    """It may happen after all. Neither its old rating nor its old acceptance comes back: it is a draft until rated anew,
    and that is due today."""
    risk = lock_risk(risk.pk)
    require(permissions.why_not_reopen(by, risk))
    step(risk, RiskState.DRAFT, verb="risks.reopened", by=by, reason=reason)
    risk.assessment, risk.next_review_on = None, today_of(risk.register)
    risk.save(update_fields=["assessment", "next_review_on"])
    return settle(risk.pk, by=by, now=timezone.now())


@transaction.atomic
def resume(risk: Risk, *, reason: str, by: User) -> Risk:
    """What happened is over, and it may happen again: the risk is open, and its rating is looked at today."""
    risk = lock_risk(risk.pk)
    require(permissions.why_not_resume(by, risk))
    step(risk, RiskState.OPEN, verb="risks.resumed", by=by, reason=reason)
    risk.next_review_on = today_of(risk.register)
    risk.save(update_fields=["next_review_on"])
    return risk
