"""What did happen: reporting it, correcting it, closing it with what changes, opening it again."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Moved, Unmet, require
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User
from risks import content, permissions, scoring
from risks.covering import today_of
from risks.models import Incident, Register, Risk
from risks.workflow import CRITICAL, GRAVE, IncidentState, RiskState, Seat, Visibility

from .locking import lapse, lock_register
from .positions import reread
from .stepping import step

EDITABLE = ("title", "text", "done", "happened_on", "impact_detail", "is_foreseen", "visibility")
ABOVE = (Seat.CHIEF_OF_MISSION, Seat.REGIONAL_DIRECTOR, Seat.TRD_HEAD, Seat.RISK_OFFICER)


@transaction.atomic
def report(
    register: Register,
    *,
    title: str,
    text: str,
    happened_on: date,
    impact_detail: Mapping[str, int],
    by: User,
    done: str = "",
    is_foreseen: bool = False,
    risks: Collection[Risk] = (),
    visibility: str = Visibility.OFFICE,
) -> Incident:
    """Record what happened, under the next number of the register; the impact is the highest dimension.

    What it made real was foreseen. Each of those risks is materialised here and now, also while the register is locked:
    what happened does not wait for a return.
    """
    register = lock_register(register.pk)
    require(permissions.why_not_report(by, register))
    last = register.incidents.order_by("-number").values_list("number", flat=True).first() or 0
    incident = Incident.objects.create(
        register=register,
        number=last + 1,
        ref=f"I{last + 1:02d}",
        title=title,
        text=text,
        done=done,
        happened_on=_day(register, happened_on),
        impact_detail=(detail := _detail(impact_detail)),
        impact=max(detail.values()),
        is_foreseen=is_foreseen or bool(risks),
        visibility=visibility,
        language=by.language,
        reported_at=timezone.now(),
        reported_by=by,
    )
    trail.record(incident, "risks.incident_reported", by=by, after=IncidentState.OPEN)
    _make_real(incident, risks, by=by)
    _tell(incident, by=by)
    return incident


def _day(register: Register, on: date) -> date:
    if on > today_of(register):
        raise Unmet([_("It cannot have happened in the future.")])
    return on


def _detail(detail: Mapping[str, int]) -> dict[str, int]:
    """The impact as the scale has it; Rating refuses what is no dimension or no number from 1 to 5."""
    try:
        return dict(scoring.Rating(1, detail).detail)
    except ValueError:
        raise Unmet([_("Rate the impact, from 1 to 5, on at least one of the five.")]) from None


def _make_real(incident: Incident, risks: Collection[Risk], *, by: User) -> None:
    """Each risk, locked in the order of numbers, is materialised, and to be looked at today.

    What was accepted of it, or asked to be, lapses: a seat assumed that it might happen, and now it has. Who carries
    what is left of it is asked anew, on a rating made after the event.
    """
    wanted = Risk.objects.select_for_update(of=("self",)).filter(
        pk__in=[risk.pk for risk in risks], register=incident.register
    )
    now = timezone.now()
    for found in list(wanted.order_by("number")):
        risk = reread(found.pk)
        if risk.state == RiskState.MATERIALISED:
            trail.record(risk, "risks.materialised", by=by, before=risk.state, after=risk.state, note=incident.ref)
        else:
            step(risk, RiskState.MATERIALISED, verb="risks.materialised", by=by, reason=incident.ref)
        risk.next_review_on = today_of(incident.register, now)
        risk.save(update_fields=["next_review_on"])
        for acceptance in risk.acceptances_alive:
            lapse(acceptance, risk, because=_("The risk materialised."), by=by, now=now)
        incident.risks.add(risk)


def is_critical(incident: Incident) -> bool:
    """Critical on any dimension, or grave for people: told upwards at once, at any hour."""
    return incident.impact >= CRITICAL or incident.impact_detail.get(scoring.Dimension.PEOPLE, 0) >= GRAVE


def _tell(incident: Incident, *, by: User) -> None:
    """Owners, manager and chief of mission hear of every incident; the seats above at once of a critical one.

    Who reads the register and not the incident learns of a critical one that it is there, and nothing of it.
    """
    register, critical = incident.register, is_critical(incident)
    owners = [risk.owner for risk in incident.risks.select_related("owner") if risk.owner]
    seats = (Seat.MANAGER, *(ABOVE if critical else ABOVE[:1]))
    people = {p.pk: p for seat in seats for p in permissions.people_in(seat, register)} | {p.pk: p for p in owners}
    readers = [p for p in people.values() if Incident.objects.visible_to(p).filter(pk=incident.pk).exists()]
    kind = "risks.incident_critical" if critical else "risks.incident_reported"
    notify(readers, kind=kind, about=incident, by=by, ref=incident.ref)
    if critical:
        rest = [p for p in people.values() if p not in readers]
        rest = [p for p in rest if Register.objects.visible_to(p).filter(pk=register.pk).exists()]
        notify(rest, kind="risks.incident_restricted", about=register, by=by)


def _locked(incident: Incident) -> Incident:
    """The incident after its register, both as they are now."""
    register = lock_register(incident.register_id)
    found: Incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    found.register = register
    return found


@transaction.atomic
def edit_incident(incident: Incident, changes: Mapping[str, Any], *, by: User, seen: str = "") -> Incident:
    """Correct it while it is open. `seen` is the hash the form was filled on. Risks may be added; what became real stays so.

    One that turns out to be critical is told upwards then.
    """
    incident = _locked(incident)
    require(permissions.why_not_edit_incident(by, incident))
    if seen and seen != content.incident_sha256(incident):
        kept = {str(_("What happened")): str(changes.get("text", "")), str(_("Done")): str(changes.get("done", ""))}
        raise Moved(_("Somebody changed this incident while you wrote."), kept=kept, url=incident.get_absolute_url())
    was_critical, before = is_critical(incident), {name: getattr(incident, name) for name in EDITABLE}
    changed = {name: changes[name] for name in EDITABLE if name in changes and changes[name] != before[name]}
    for name, value in changed.items():
        setattr(incident, name, value)
    _day(incident.register, incident.happened_on)
    incident.impact_detail = _detail(incident.impact_detail)
    incident.impact = max(incident.impact_detail.values())
    incident.save()
    held = set(incident.risks.values_list("pk", flat=True))
    new = [risk for risk in changes.get("risks", ()) if risk.pk not in held]
    if changed:
        trail.record(incident, "risks.incident_edited", by=by, changes={name: ["", ""] for name in changed})
    _make_real(incident, new, by=by)
    if is_critical(incident) and not was_critical:
        _tell(incident, by=by)
    return incident


@transaction.atomic
def close_incident(incident: Incident, *, words: str, by: User) -> Incident:
    """Dealt with: how, and what changes because of it. The risks it made real stay so until somebody says that it is over."""
    incident = _locked(incident)
    require(permissions.why_not_close_incident(by, incident))
    incident.state, incident.closing = IncidentState.CLOSED, words
    incident.closed_at, incident.closed_by = timezone.now(), by
    incident.save(update_fields=["state", "closing", "closed_at", "closed_by"])
    trail.record(incident, "risks.incident_closed", by=by, before="open", after=IncidentState.CLOSED, note=words)
    people = [incident.reported_by, *permissions.people_in(Seat.MANAGER, incident.register)]
    readers = [p for p in people if Incident.objects.visible_to(p).filter(pk=incident.pk).exists()]
    notify(readers, kind="risks.incident_closed", about=incident, by=by, ref=incident.ref)
    return incident


@transaction.atomic
def reopen_incident(incident: Incident, *, reason: str, by: User) -> Incident:
    """It is not over after all; what was written at its closing stays in its history."""
    incident = _locked(incident)
    require(permissions.why_not_reopen_incident(by, incident))
    incident.state, incident.closed_at, incident.closed_by = IncidentState.OPEN, None, None
    incident.save(update_fields=["state", "closed_at", "closed_by"])
    trail.record(incident, "risks.incident_reopened", by=by, before="closed", after=IncidentState.OPEN, note=reason)
    return incident
