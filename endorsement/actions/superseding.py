"""A later endorsement takes the place of the one before (step 13), and gives it back when it is recalled (step 15)."""

from datetime import datetime

from endorsement import workflow
from endorsement.models import Case, Condition, Decision
from endorsement.workflow import Status
from pvehub.audit import trail
from pvehub.people.models import User

from .moving import heads, locked, move, team

# What a condition takes along when it is carried over: what it asks, and how far it has come.
CARRIED: tuple[str, ...] = (
    *("text", "when", "due_on", "owner_id", "evidence", "state", "answer", "file_id"),
    *("answered_by_id", "answered_at", "verdict", "judged_by_id", "judged_at"),
)


def told(case: Case) -> list[User]:
    """Who hears that an endorsement ends or stands again: team, heads of the lead office, the lead of its review."""
    return [*team(case), *heads(case), *([case.lead] if case.lead else [])]


def supersede(decision: Decision, owed: list[Condition], *, by: User, now: datetime) -> None:
    """Whatever endorsement of the project stood until this decision is replaced by it.

    Conditions that nobody has met or waived (`owed`) hold on under the later one, each as far as it has come: headquarters
    lets none go by endorsing something else.
    """
    case = decision.case
    first = decision.conditions.count() + 1
    for number, row in enumerate(owed, first):
        decision.conditions.create(number=number, **{name: getattr(row, name) for name in CARRIED})
    for before in Case.objects.in_good_standing().filter(project=case.project).exclude(pk=case.pk).order_by("pk"):
        before = locked(before)
        changes = {"by": ["", case.ref], "carried": ["", [row.number for row in owed]]}
        step = workflow.BY_SLUG["supersede"]
        move(before, step, Status.SUPERSEDED, by=by, now=now, tell=told(before), changes=changes, later=case.ref)


def reinstate(case: Case, *, by: User, now: datetime) -> list[Case]:
    """What the endorsement of `case` had replaced stands again, as what it was; says which cases do."""
    found = []
    for before in Case.objects.filter(project=case.project, status=Status.SUPERSEDED).order_by("pk"):
        last = trail.of(before).filter(verb="endorsement.superseded").last()
        if last is None or last.changes.get("by") != ["", case.ref]:
            continue
        before = locked(before)
        step, to = workflow.BY_SLUG["reinstate"], Status(before.held_from)
        found.append(move(before, step, to, by=by, now=now, tell=told(before), later=case.ref))
    return found
