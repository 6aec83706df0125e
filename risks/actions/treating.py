"""What is done about risks: planning a measure, changing it, a second person saying that it was done."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
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

EDITABLE = ("text", "lowers", "owner", "due_on", "is_precondition", "progress", "cost", "currency", "evidence")
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
    is_precondition: bool = False,
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
        is_precondition=is_precondition,
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


def _locked(treatment: Treatment) -> Treatment:
    """The measure after its register, both as they are now."""
    lock_register(treatment.register_id)
    rows = Treatment.objects.select_for_update(of=("self",)).select_related("register__project", "owner")
    found: Treatment = rows.get(pk=treatment.pk)
    return found


@transaction.atomic
def change_treatment(treatment: Treatment, changes: Mapping[str, Any], *, by: User, reason: str = "") -> Treatment:
    """Report progress, or change the measure itself: the first is for who carries it out too, the second edits the plan.

    What a second person verified stays as it was seen. A day moved back is counted, and says why.
    """
    treatment = _locked(treatment)
    changed = {
        name: changes[name] for name in EDITABLE if name in changes and changes[name] != getattr(treatment, name)
    }
    moved = _reserved(treatment, changes, by=by)
    is_report = set(changed) <= set(PROGRESS) and changed.get("progress") != Progress.DROPPED and not moved
    if is_report:
        require(permissions.why_not_change_treatment(by, treatment))
    else:
        require(permissions.why_not_edit(by, treatment.register))
    if not changed and not moved:
        return treatment
    if treatment.verified_at:
        raise Unmet([_("This measure is verified: it stays as it was seen. Take the verification back first.")])
    if "due_on" in changed and changed["due_on"] > treatment.due_on:
        if not reason.strip():
            raise Unmet([_("Say why its day is moved back.")])
        treatment.postponed += 1
    _write(treatment, changed, moved, reason=reason, by=by)
    return treatment


def _reserved(treatment: Treatment, changes: Mapping[str, Any], *, by: User) -> set[int]:
    """Which risks come to it or go from it. What the person may not read is not theirs to take away, and stays."""
    if "risks" not in changes:
        return set()
    wanted = {risk.pk for risk in changes["risks"] if risk.register_id == treatment.register_id}
    readable = treatment.risks.visible_to(by).values_list("pk", flat=True)
    if not wanted and readable.count() == treatment.risks.count():
        raise Unmet([_("A measure serves at least one risk.")])
    return wanted ^ set(readable)


def _write(treatment: Treatment, changed: Mapping[str, Any], moved: set[int], *, reason: str, by: User) -> None:
    """The new values, in the history of each risk it served or serves; acceptances the change broke lapse with it."""
    before = {name: str(getattr(treatment, name) or "") for name in changed if name != "owner"}
    for name, value in changed.items():
        setattr(treatment, name, value)
    treatment.save(update_fields=[*changed, "postponed"])
    touched = Q(treatments=treatment) | Q(pk__in=moved)
    rows = Risk.objects.select_for_update(of=("self",)).filter(pk__in=Risk.objects.filter(touched).values("pk"))
    risks, now = list(rows.order_by("number")), timezone.now()
    served = set(treatment.risks.values_list("pk", flat=True))
    treatment.risks.set(served ^ moved)
    note = f"{treatment.text}\n{reason}".strip()
    for risk in risks:
        words = {name: [old, str(changed[name] or "")] for name, old in before.items()}
        if risk.pk in moved:
            words["risks"] = [risk.ref, ""] if risk.pk in served else ["", risk.ref]
        trail.record(risk, "risks.treatment_changed", by=by, changes=words, note=note)
        settle(risk.pk, by=by, now=now)


@transaction.atomic
def verify_treatment(treatment: Treatment, *, by: User, words: str) -> Treatment:
    """A second person says that the measure was carried out, and what they saw of it."""
    treatment = _locked(treatment)
    require(permissions.why_not_verify(by, treatment))
    if treatment.progress != Progress.DONE:
        raise Unmet([_("Only a measure that is done can be verified.")])
    if not words.strip():
        raise Unmet([_("Say what you saw of it.")])
    treatment.verified_at, treatment.verified_by, treatment.verified_words = timezone.now(), by, words
    treatment.save(update_fields=["verified_at", "verified_by", "verified_words"])
    for risk in treatment.risks.order_by("number"):
        trail.record(risk, "risks.treatment_verified", by=by, note=f"{treatment.text}\n{words}")
    return treatment


@transaction.atomic
def unverify_treatment(treatment: Treatment, *, by: User, reason: str) -> Treatment:
    """The verification is taken back, by who gave it or who edits the register; from here the measure may be changed."""
    treatment = _locked(treatment)
    require(permissions.why_not_unverify(by, treatment))
    treatment.verified_at, treatment.verified_by, treatment.verified_words = None, None, ""
    treatment.save(update_fields=["verified_at", "verified_by", "verified_words"])
    for risk in treatment.risks.order_by("number"):
        trail.record(risk, "risks.treatment_unverified", by=by, note=f"{treatment.text}\n{reason}")
    return treatment
