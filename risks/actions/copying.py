"""A register taken along into the next phase: what was thought, not what was judged."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from projects.models import Project
from pvehub.access import require
from pvehub.audit import trail
from pvehub.people.models import User
from risks import permissions
from risks.models import Register, Risk, Treatment
from risks.workflow import RiskState

from .locking import lock_register
from .registers import open_register

# Every field of a risk and of a measure is in one of these; a new one has to be decided (a test walks them all).
TAKEN = {
    Risk: (
        "category",
        "library_risk",
        "cause",
        "event",
        "consequence",
        "language",
        "strategy",
        "is_direct",
        "visibility",
    ),
    Treatment: ("text", "lowers", "cost", "currency"),
}
# Set anew: a draft of the other register, with its own number, and who is still there.
ANEW = {
    Risk: ("register", "number", "ref", "state", "copied_from", "added_at", "added_by", "owner"),
    Treatment: ("register", "risks", "owner", "due_on", "planned_at", "planned_by"),
}
# Left behind: what was judged, agreed, done or said about the earlier phase.
LEFT = {
    Risk: ("shared_with", "state_reason", "assessment", "next_review_on"),
    Treatment: ("is_precondition", "postponed", "progress", "evidence", "verified_at", "verified_by", "verified_words"),
}
DAYS = 90  # a copied measure is due that long after the start, until somebody sets its day


@dataclass(frozen=True)
class Copied:
    """What came along, and how many risks did not because the copier may not read them."""

    register: Register
    risks: list[Risk]
    unread: int


@transaction.atomic
def copy_register(source: Project, target: Project, *, by: User) -> Copied:
    """The live risks of one project that this person reads, as drafts in the other's register, with their measures as plans.

    Neither ratings, acceptances, answers to categories, progress nor people who left come along; a restricted risk stays
    restricted. What came along before is not copied again.
    """
    there = Register.objects.visible_to(by).with_places().get(project=source)
    require(permissions.why_not_copy(by, there, target))
    register = lock_register(open_register(target, by=by).pk)
    rows = there.risks.live().exclude(pk__in=Risk.objects.filter(register=register).values("copied_from"))
    seen = rows.visible_to(by).with_treatments().select_related("category", "library_risk", "owner").order_by("number")
    here = set(permissions.people_of(register))
    made: list[Risk] = []
    plans: dict[int, tuple[Treatment, list[Risk]]] = {}
    for risk in seen:
        made.append(_risk(risk, register, here, by=by))
        for measure in risk.treatments.all():
            plans.setdefault(measure.pk, (measure, []))[1].append(made[-1])
    register.save(update_fields=["last_number"])
    for measure, risks in plans.values():
        _measure(measure, register, risks, here, by=by)
    if made:
        trail.record(register, "risks.copied", by=by, changes={"from": ["", there.code], "risks": ["", str(len(made))]})
    return Copied(register, made, rows.hidden_count(by))


def _risk(risk: Risk, register: Register, here: set[User], *, by: User) -> Risk:
    """The statement as a draft. An owner who left is nobody's; of a restricted risk, which somebody must read, the copier."""
    register.last_number += 1
    owner = risk.owner if risk.owner in here else (by if risk.is_restricted else None)
    copy = Risk.objects.create(
        register=register,
        number=register.last_number,
        ref=f"R{register.last_number:02d}",
        state=RiskState.DRAFT,
        copied_from=risk,
        owner=owner,
        added_at=timezone.now(),
        added_by=by,
        **{name: getattr(risk, name) for name in TAKEN[Risk]},
    )
    trail.record(copy, "risks.added", by=by, after=RiskState.DRAFT, note=f"{risk.register.code} {risk.ref}")
    return copy


def _measure(measure: Treatment, register: Register, risks: list[Risk], here: set[User], *, by: User) -> None:
    start = register.project.start_on if register.project else None
    today = timezone.localdate()
    copy = Treatment.objects.create(
        register=register,
        owner=measure.owner if measure.owner in here else by,
        due_on=max(today, start or today) + timedelta(days=DAYS),
        planned_at=timezone.now(),
        planned_by=by,
        **{name: getattr(measure, name) for name in TAKEN[Treatment]},
    )
    copy.risks.set(risks)
