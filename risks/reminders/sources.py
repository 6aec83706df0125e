"""What of the registers falls due, asked of the rows as they stand: what was mended meanwhile is not due any more."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from pvehub.people.calendar import day_at
from pvehub.people.models import Posting
from risks import permissions
from risks.models import Acceptance, BrokenPosition, Escalation, RegisterAssumption, Risk, Treatment
from risks.workflow import POSTPONED_TWICE, Progress

from .climbing import Due, Source, around

PLACES = ("register__project__lead_office__parent", "register__project__manager", "register__office__parent", "owner")
OF_RISK = tuple(f"risk__{place}" for place in PLACES)


def _reviews(until: date) -> Iterator[Due]:
    """Live risks by their review date."""
    for risk in Risk.objects.live().filter(next_review_on__lte=until).select_related(*PLACES).order_by("pk"):
        on = cast(date, risk.next_review_on)
        yield Due(risk, on, risk.register.lead_office, around(risk), "review", {"ref": risk.ref})


def _acceptances(until: date) -> Iterator[Due]:
    """Acceptances in force by their last day."""
    rows = Acceptance.objects.granted().filter(valid_until_on__lte=until)
    for row in rows.select_related("requested_by", *OF_RISK).order_by("pk"):
        people = around(row.risk) | {"requester": _these(row.requested_by)}
        on = cast(date, row.valid_until_on)
        yield Due(row, on, row.risk.register.lead_office, people, "ending", {"ref": row.risk.ref})


def _requests(until: date) -> Iterator[Due]:
    """Requests that wait for a seat, by the day of the signature before."""
    rows = Acceptance.objects.requested().annotate(signed_at=Max("steps__at")).select_related(*OF_RISK)
    for row in rows.order_by("pk"):
        office = permissions.office_of(row.turn, row.risk.register)
        people = {"seat": _sitting(row.turn, row)}
        on = day_at(office, row.signed_at or row.requested_at)
        yield Due(row, on, office, people, f"waiting:{row.turn}", {"ref": row.risk.ref})


def _escalations(until: date) -> Iterator[Due]:
    """Escalations that wait, by the day of their answer, at the office that was asked."""
    rows = Escalation.objects.waiting().filter(answer_by_on__lte=until).select_related("asked_by", *OF_RISK)
    for row in rows.order_by("pk"):
        above = permissions.next_above(row.seat, row.risk.register)
        people = {
            "seat": _sitting(row.seat, row),
            "seat above": _sitting(above, row) if above else _these(),
            "asker": _these(row.asked_by),
        }
        office = permissions.office_of(row.seat, row.risk.register)
        yield Due(row, row.answer_by_on, office, people, "answer", {"ref": row.risk.ref})


def _measures(until: date, **more: Any) -> Iterator[Due]:
    """Measures that are not done, by their day; told about the most open of the living risks they serve."""
    rows = Treatment.objects.exclude(progress__in=[Progress.DONE, Progress.DROPPED]).filter(due_on__lte=until, **more)
    for row in rows.select_related("owner").order_by("pk"):
        served = row.risks.live().select_related(*PLACES)
        risk = min(served, key=lambda risk: (risk.is_restricted, risk.number), default=None)
        if risk is not None:
            people = around(risk) | {"doer": _these(row.owner)}
            facts = {"ref": risk.ref, "measure": row.pk}
            yield Due(risk, row.due_on, risk.register.lead_office, people, f"measure:{row.pk}", facts)


def _postponed(until: date) -> Iterator[Due]:
    """Measures whose day was moved back twice or more."""
    return _measures(date.max, postponed__gte=POSTPONED_TWICE)


def _orphans(until: date) -> Iterator[Due]:
    """Risks whose owner serves nowhere any more, by the day their last posting ended."""
    rows = Risk.objects.live().exclude(owner=None).annotate(left_at=Max("owner__postings__ends_at"))
    serving = Posting.objects.live().filter(user=OuterRef("owner"))
    for risk in rows.exclude(Exists(serving)).select_related(*PLACES).order_by("pk"):
        on = day_at(risk.register.lead_office, min(risk.left_at or risk.added_at, timezone.now()))
        facts = {"ref": risk.ref, "owner": risk.owner_id}
        yield Due(risk, on, risk.register.lead_office, around(risk), f"owner:{risk.owner_id}", facts)


def _unfilled(until: date) -> Iterator[Due]:
    """Requests for which nobody sits in the seat whose turn it is."""
    for due in _requests(until):
        row = due.about
        if not permissions.people_in(row.turn, row.risk.register):
            people = {"asker": _these(row.requested_by)}
            yield Due(row, due.on, due.office, people, f"unfilled:{row.turn}", due.facts)


def _delegations(until: date) -> Iterator[Due]:
    """Delegations that end while a risk waits for a word of the delegate; told about the delegate's own posting."""
    for posting in _ending(until):
        yield Due(posting, *_end_of(posting), {"delegate": _these(posting.user)}, "delegation")


def _given(until: date) -> Iterator[Due]:
    """The same, for who gave it; told about their own posting."""
    for posting in _ending(until):
        own = cast(Posting, posting.acting_for)
        yield Due(own, *_end_of(posting), {"principal": _these(own.user)}, f"given:{posting.pk}")


def _ending(until: date) -> Iterator[Posting]:
    rows = Posting.objects.live().exclude(acting_for=None).filter(ends_at__date__lte=until)
    for posting in rows.select_related("user", "office", "acting_for__user").order_by("pk"):
        asked = Acceptance.objects.awaiting(posting.user).exists()
        if asked or Escalation.objects.awaiting(posting.user).exists():
            yield posting


def is_ending(posting: Posting, day: date) -> bool:
    """Whether this posting, or one given from it, ends on this day of its office while a risk waits for a word."""
    return any(
        posting.pk in (row.pk, row.acting_for_id) and _end_of(row)[0] == day for row in _ending(day + timedelta(days=1))
    )


def _end_of(posting: Posting) -> tuple[date, Any]:
    return day_at(posting.office, posting.ends_at), posting.office


def _positions(until: date) -> Iterator[Due]:
    """Broken positions by the end of their grace; told about the register, in which a restricted risk is its ref."""
    rows = BrokenPosition.objects.standing().filter(grace_until_on__lte=until).select_related(*OF_RISK)
    for row in rows.order_by("pk"):
        register = row.risk.register
        people, facts = around(row.risk), {"ref": row.risk.ref}
        yield Due(register, row.grace_until_on, register.lead_office, people, f"position:{row.pk}", facts)


def _assumptions(until: date) -> Iterator[Due]:
    """The latest assumption of the stream's register, by its last day."""
    row = RegisterAssumption.objects.ending(until).select_related("register").order_by("-valid_until_on").first()
    if row is not None:
        register = row.register
        people = {seat: _of(seat, register) for seat in ("dg_office", "risk_officer")}
        yield Due(register, row.valid_until_on, permissions.headquarters(), people, "assumption")


def _these(*people: Any) -> Any:
    return lambda: people


def _of(seat: str, register: Any) -> Any:
    return lambda: permissions.people_in(seat, register)


def _sitting(seat: str, row: Any) -> Any:
    return _of(seat, row.risk.register)


SOURCES = (
    Source("review", "risks.review_due", _reviews),
    Source("acceptance", "risks.acceptance_ending", _acceptances, "risks.acceptance"),
    Source("request", "risks.acceptance_waiting", _requests, "risks.acceptance"),
    Source("escalation", "risks.escalation_due", _escalations, "risks.escalation"),
    Source("escalation late", "risks.escalation_late", _escalations, "risks.escalation"),
    Source("measure", "risks.treatment_due", _measures),
    Source("measure late", "risks.treatment_late", _measures),
    Source("measure postponed", "risks.treatment_late", _postponed),
    Source("owner gone", "risks.owner_gone", _orphans),
    Source("seat unfilled", "risks.seat_unfilled", _unfilled, "risks.acceptance"),
    Source("delegation", "risks.delegation_ending", _delegations, "people.posting"),
    Source("delegation given", "risks.delegation_ending", _given, "people.posting"),
    Source("position", "risks.position_late", _positions, "risks.register"),
    Source("assumption", "risks.assumption_ending", _assumptions, "risks.register"),
)
