"""What is done about risks: planning a measure, changing it, a second person saying that it was done."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Unmet, require
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User
from risks import permissions
from risks.models import Risk, Treatment
from risks.workflow import Progress

from .locking import lock_register, lock_risk, settle

EDITABLE = ("text", "lowers", "owner", "due_on", "progress", "cost", "currency", "evidence")
PROGRESS = ("progress", "evidence")  # what is reported; it changes no plan


@transaction.atomic
def treat(
    risk: Risk,
    *,
    text: str,
    lowers: str,
    owner: User,
    due_on: date,
    by: User,
    also: Collection[Risk] = (),
    cost: Decimal | None = None,
    currency: str = "",
) -> Treatment:
    """Plan a measure against a risk, and the others of the register it serves. A changed plan breaks its acceptance."""
    risk = lock_risk(risk.pk)
    require(permissions.why_not_treat(by, risk))
    now = timezone.now()
    treatment = Treatment.objects.create(
        register=risk.register,
        text=text,
        lowers=lowers,
        owner=owner,
        due_on=due_on,
        cost=cost,
        currency=currency,
        planned_at=now,
        planned_by=by,
    )
    treatment.risks.set(_served(risk, also))
    for served in treatment.risks.order_by("number"):
        trail.record(served, "risks.treatment_planned", by=by, note=text)
        settle(served.pk, by=by, now=now)
    notify([owner], kind="risks.treatment_given", about=risk, by=by, ref=risk.ref)
    return treatment


def _served(risk: Risk, also: Collection[Risk]) -> list[Risk]:
    """This risk and the others, locked in the order of their numbers."""
    wanted = {risk.pk, *(other.pk for other in also)}
    rows = Risk.objects.select_for_update(of=("self",)).filter(pk__in=wanted, register=risk.register)
    return list(rows.order_by("number"))


@transaction.atomic
def change_treatment(treatment: Treatment, changes: Mapping[str, Any], *, by: User) -> Treatment:
    """Report progress, or change the measure itself: the first is for who carries it out too, the second edits the plan."""
    lock_register(treatment.register_id)
    treatment = (
        Treatment.objects.select_for_update(of=("self",))
        .select_related("register__project", "owner")
        .get(pk=treatment.pk)
    )
    changed = {
        name: changes[name] for name in EDITABLE if name in changes and changes[name] != getattr(treatment, name)
    }
    is_report = set(changed) <= set(PROGRESS) and changed.get("progress") != Progress.DROPPED
    if is_report:
        require(permissions.why_not_change_treatment(by, treatment))
    else:
        require(permissions.why_not_edit(by, treatment.register))
    if not changed:
        return treatment
    before = {name: str(getattr(treatment, name) or "") for name in changed if name != "owner"}
    for name, value in changed.items():
        setattr(treatment, name, value)
    treatment.save(update_fields=list(changed))
    now = timezone.now()
    for risk in treatment.risks.order_by("number"):
        words = {name: [old, str(changed[name] or "")] for name, old in before.items()}
        trail.record(risk, "risks.treatment_changed", by=by, changes=words, note=treatment.text)
        settle(risk.pk, by=by, now=now)
    return treatment


@transaction.atomic
def verify_treatment(treatment: Treatment, *, by: User) -> Treatment:
    """A second person says that the measure was carried out."""
    lock_register(treatment.register_id)
    treatment = (
        Treatment.objects.select_for_update(of=("self",)).select_related("register__project").get(pk=treatment.pk)
    )
    require(permissions.why_not_verify(by, treatment))
    if treatment.progress != Progress.DONE:
        raise Unmet([_("Only a measure that is done can be verified.")])
    treatment.verified_at, treatment.verified_by = timezone.now(), by
    treatment.save(update_fields=["verified_at", "verified_by"])
    for risk in treatment.risks.order_by("number"):
        trail.record(risk, "risks.treatment_verified", by=by, note=treatment.text)
    return treatment
