"""What lies beside the version on the desk of the deciding seat: risks by name, earlier conditions, past decisions, resources."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from endorsement.models import Assignment, Case, Condition, Decision, Proposal
from knowledge.models import Citation, Resource
from knowledge.workflow import Stance
from projects.workflow import Status as Life
from pvehub.audit import trail
from pvehub.people.models import User
from risks import scoring
from risks.covering import covering, level_of, today_of
from risks.guards import is_bare
from risks.models import AssumptionRule, Register, Risk
from risks.sheets.telling import hidden

from .cases import CONDITION_PILL

FEW = 5  # past decisions
SOME = 8  # resources that are suggested


@dataclass(frozen=True)
class Carried:
    """A risk above what the manager carries alone, and who has assumed it, or who would have to."""

    risk: Risk
    band: str
    level: str
    seat: str
    by: User | None = None
    until: Any = None
    is_open: bool = False
    is_avoided: bool = False


def risks_to_assume(case: Case, user: User) -> dict[str, Any]:
    """The live risks that somebody above the manager has to assume, the worst first, as far as this person reads them;
    how many the manager carries; and how many more are restricted."""
    register = Register.objects.of_project(case.project).with_places().first()
    if register is None:
        return {"rows": [], "with_manager": 0, "hidden": ""}
    today = today_of(register)
    live = register.risks.visible_to(user).live().with_rating().with_treatments().by_urgency()
    rated = [risk for risk in live if risk.assessment is not None]
    above = [risk for risk in rated if scoring.needs_acceptance(level_of(risk))]
    seats = _seats(above)
    found = [_carried(risk, covering(risk, today), seats, is_bare(risk, today)) for risk in above]
    people = User.objects.in_bulk({row.by for row in found if row.by})
    rows = [Carried(**{**vars(row), "by": people.get(row.by)}) for row in found]
    return {"rows": rows, "with_manager": len(rated) - len(above), "hidden": hidden(user, register)}


def _seats(risks: list[Risk]) -> dict[tuple[int, str], str]:
    """The seat each level of each matrix asks for, in words; one query."""
    rules = AssumptionRule.objects.filter(matrix__in={risk.rated.matrix_id for risk in risks})
    return {(rule.matrix_id, rule.level): rule.get_decides_display() for rule in rules}


def _carried(risk: Risk, acceptance: Any, seats: dict[tuple[int, str], str], is_open: bool) -> Carried:
    level = level_of(risk)
    wanted = seats.get((risk.rated.matrix_id, level), str(scoring.Level(level).label))
    return Carried(
        risk=risk,
        band=risk.rated.current_band,
        level=str(scoring.Level(level).label),
        seat=acceptance.get_seat_display() if acceptance else wanted,
        by=acceptance.decided_by_id if acceptance else None,
        until=acceptance.valid_until_on if acceptance else None,
        is_open=is_open,
        is_avoided=acceptance is None and not is_open,
    )


def earlier_conditions(case: Case, user: User) -> list[dict[str, Any]]:
    """What earlier decisions on this project asked for, and what became of it."""
    rows = Condition.objects.visible_to(user).filter(decision__case__project=case.project)
    rows = rows.exclude(decision__case=case, decision__reversal=None).select_related("decision__case", "owner")
    return [
        {"row": row, "pill": CONDITION_PILL.get(row.state, "neutral")}
        for row in rows.order_by("-decision__decided_at", "number", "pk")
    ]


def similar(case: Case, user: User) -> list[dict[str, Any]]:
    """Past decisions on projects like this one that the person may read: outcome, why, conditions, how it ended."""
    band = case.current_submission.worst_residual if case.current_submission else ""
    rows = Decision.objects.visible_to(user).standing().like(case.project, band)
    rows = rows.select_related("case__project", "decided_by").prefetch_related("conditions")[:FEW]
    return [
        {
            "decision": row,
            "case": row.case,
            "conditions": sorted(row.conditions.all(), key=lambda one: one.number),
            "ended": _ended(row),
        }
        for row in rows
    ]


def _ended(decision: Decision) -> str:
    """Where the case and its project stand today."""
    case = decision.case
    life = str(Life(case.project.status).label)
    said = "" if case.status == decision.outcome else str(case.get_status_display())
    return f"{said} · {life}" if said else life


def proposal(case: Case, user: User) -> Proposal | None:
    """The lead's proposal on the current version, if there is one that this person reads."""
    rows = Proposal.objects.visible_to(user).filter(case=case, submission=case.current_submission)
    found: Proposal | None = rows.select_related("by").first()
    if found is not None:
        found.listed = [
            {**row, "due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None} for row in found.conditions
        ]
    return found


def resources(case: Case, user: User) -> dict[str, Any]:
    """Resources cited for the case, those put aside, and those that share its country, theme, driver or target group and
    that nobody on the case has spoken of: opened by one of its readers or not."""
    seen = Resource.objects.visible_to(user)
    spoken = Citation.objects.internal_at("case", case.ref)
    is_let_in = Case.objects.internal_to(user).filter(pk=case.pk).exists()
    weighed = spoken.readable_by(user) if is_let_in else spoken.none()
    rows = list(weighed.select_related("resource", "by").order_by("-at", "pk"))
    sound = seen.published().exclude(pk__in=spoken.values("resource"))
    suggested = list(sound.useful_for(case.project)[:SOME])
    opened = trail.opened_among(Resource, [row.pk for row in suggested], by=_readers(case, user))
    return {
        "cited": [row for row in rows if row.stance != Stance.NOT_RELEVANT],
        "aside": [row for row in rows if row.stance == Stance.NOT_RELEVANT],
        "opened": [row for row in suggested if row.pk in opened],
        "unopened": [row for row in suggested if row.pk not in opened],
    }


def _readers(case: Case, user: User) -> set[Any]:
    """The uids of everybody who reads or has read the case for headquarters, and of the person who asks."""
    return {user.uid, *Assignment.objects.filter(case=case).values_list("reviewer__uid", flat=True)}
