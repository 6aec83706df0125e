"""Positions broken after endorsement: opened and mended in the very transaction that broke or mended them."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from projects.models import Project
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User
from risks import guards, scoring
from risks.covering import today_of
from risks.models import Acceptance, BrokenPosition, Risk
from risks.workflow import AFTER_ENDORSEMENT, AcceptanceState

TRD = "decide_cases"
HEAD = "clear_cases"


def reread(pk: int) -> Risk:
    """The risk with rating, live acceptances and plan, as the transaction sees it now."""
    rows = Risk.objects.with_rating().with_treatments()
    risk: Risk = rows.select_related("assessment__matrix", "register__project__manager").get(pk=pk)
    return risk


def look_at_position(risk: Risk, *, by: User | None, now: datetime) -> None:
    """After a write to a locked risk of an endorsed project: has somebody assumed what remains of it?

    One who finds it broken tells manager, head of the lead office and TRD, once; one that gets worse shortens its grace.
    """
    project = risk.register.project
    if project is None or project.endorsed_content is None or project.status not in AFTER_ENDORSEMENT:
        return
    risk = reread(risk.pk)
    standing = BrokenPosition.objects.open().filter(risk=risk).first()
    if not guards.is_bare(risk, today_of(risk.register, now)):
        if standing:
            _mend(standing, risk, by=by, now=now)
    elif standing is None:
        _break(risk, project, by=by, now=now)
    elif scoring.band_order(risk.rated.current_band) > scoring.band_order(standing.band):
        _worsen(standing, risk, by=by, now=now)


def _grace(risk: Risk, now: datetime) -> int:
    rule = risk.rated.matrix.rules.filter(level=risk.rated.current_band).first()
    return rule.grace_days if rule else 0


def _break(risk: Risk, project: Project, *, by: User | None, now: datetime) -> None:
    today, band = today_of(risk.register, now), risk.rated.current_band
    position = BrokenPosition.objects.create(
        risk=risk,
        band=band,
        because=_why(risk),
        since_at=now,
        grace_until_on=today + timedelta(days=_grace(risk, now)),
    )
    trail.record(risk, "risks.position_broken", by=by, after=band, note=position.because)
    people = [person for right in (HEAD, TRD) for person in access.people_holding(right, project.lead_office)]
    tell = {person.pk: person for person in [project.manager, *people] if person is not None}
    notify(tell.values(), kind="risks.position_broken", about=risk.register, by=by, ref=risk.ref)


def _why(risk: Risk) -> str:
    """What ended the last acceptance, or that there was none."""
    last = Acceptance.objects.filter(risk=risk).exclude(state=AcceptanceState.REQUESTED).order_by("-pk").first()
    if last is None or not last.ended_because or last.state in (AcceptanceState.DECLINED, AcceptanceState.WITHDRAWN):
        return _("It is rated above what may be carried without acceptance.")
    return last.ended_because


def _worsen(position: BrokenPosition, risk: Risk, *, by: User | None, now: datetime) -> None:
    """The grace of the worse band counts from now, and never lengthens the one that runs."""
    before, position.band = position.band, risk.rated.current_band
    ends = today_of(risk.register, now) + timedelta(days=_grace(risk, now))
    position.grace_until_on = min(position.grace_until_on, ends)
    position.save(update_fields=["band", "grace_until_on"])
    trail.record(risk, "risks.position_broken", by=by, before=before, after=position.band, note=position.because)


def _mend(position: BrokenPosition, risk: Risk, *, by: User | None, now: datetime) -> None:
    position.mended_at = max(now, position.since_at)
    position.save(update_fields=["mended_at"])
    trail.record(risk, "risks.position_mended", by=by, before=position.band)
