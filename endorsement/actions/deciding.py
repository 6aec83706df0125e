"""The deciding seat endorses, with or without conditions, or refuses, exactly the version it has read (steps 9 and 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, permissions
from endorsement.models import Case, Condition, Decision, Submission
from endorsement.workflow import Status
from knowledge.models import RedLine
from projects.workflow import Status as Life
from pvehub import access
from pvehub.access import Blocker
from pvehub.people.models import User

from .drafting import let_go
from .leading import bring_into_force, lead_on
from .lettering import issue
from .moving import enter, heads, locked, move, readers, team
from .scheduling import schedule_reports
from .superseding import supersede

FORM = "decide"


class VersionMoved(access.Moved):
    """Another version is on the table than the one that was read; the page shows the difference and keeps the words."""

    def __init__(self, case: Case, seen: str, kept: dict[str, str]) -> None:
        super().__init__(
            _("A newer version came in after you opened this page. Nothing was decided."),
            kept=kept,
            url=case.get_absolute_url(),
        )
        self.case, self.seen = case, seen


@dataclass(frozen=True)
class Wanted:
    """A condition as it is typed: text, when, by which date, who sees to it, and what will show it."""

    text: str
    when: str
    owner: User
    evidence: str
    due_on: date | None = None


def _kept(
    rationale: str, risk_statement: str = "", change: str = "", conditions: Sequence[Wanted] = ()
) -> dict[str, str]:
    kept = {
        str(_("Rationale")): rationale,
        str(_("Risk-assumption statement")): risk_statement,
        str(_("What would change the answer")): change,
    }
    for n, wanted in enumerate(conditions, 1):
        kept[str(_("Condition %(n)d") % {"n": n})] = wanted.text
    return {label: text for label, text in kept.items() if text}


def _entered(case: Case, slug: str, *, by: User, seen: str, kept: dict[str, str]) -> tuple[Any, Submission]:
    """The step and the version, once seat, moment and hash are what the decider's page said they were."""
    step = enter(case, slug, by=by, kept=kept)
    if case.current_submission is None or seen != case.current_submission.sha256:
        raise VersionMoved(case, seen, kept)
    return step, case.current_submission


def _lacking(conditions: Sequence[Wanted], today: date) -> list[Blocker]:
    found = []
    for n, wanted in enumerate(conditions, 1):
        if not (wanted.text.strip() and wanted.evidence.strip()):
            found.append(Blocker(_("Condition %(n)d needs its text and its evidence.") % {"n": n}, "#conditions"))
        if wanted.when == Condition.When.BY_DATE and (wanted.due_on is None or wanted.due_on <= today):
            found.append(Blocker(_("Condition %(n)d needs a date that lies ahead.") % {"n": n}, "#conditions"))
    return found


@transaction.atomic
def endorse(
    case: Case,
    *,
    by: User,
    seen: str,
    rationale: str,
    risk_statement: str,
    conditions: Sequence[Wanted] = (),
    valid_until_on: date | None = None,
) -> Decision:
    """Endorse the version whose hash is `seen`; from here the mission may start, once conditions before start are met.

    Refused to authors, to the project's offices and to its only reviewer; every residual risk is within appetite or
    assumed at its level. The letter is numbered and sealed in the same transaction. It replaces whatever endorsement stood
    before, whose unsettled conditions hold on under it, and ends on its day: by default with the version.
    """
    case = locked(case)
    kept, owed = _kept(rationale, risk_statement, conditions=conditions), guards.owed(case)
    slug = "endorse-with-conditions" if conditions or owed else "endorse"
    step, submission = _entered(case, slug, by=by, seen=seen, kept=kept)
    now, today = timezone.now(), timezone.localdate()
    blockers = [*_lacking(conditions, today), *guards.to_end_on(case, valid_until_on, today)]
    if not (rationale.strip() and risk_statement.strip()):
        blockers.append(Blocker(_("State the reasons, and which risks are assumed."), "#id_risk_statement"))
    if blockers := [*blockers, *guards.to_endorse(case, by)]:
        raise access.Unmet(blockers)
    said = {"rationale": rationale, "risk_statement": risk_statement}
    last = valid_until_on or guards.last_day(case, today)
    decision = _decide(case, submission, step.targets[0], by=by, now=now, valid_until_on=last, **said)
    for n, wanted in enumerate(conditions, 1):
        decision.conditions.create(number=n, **vars(wanted))
    supersede(decision, owed, by=by, now=now)
    bring_into_force(case, submission, by=by)
    _announce(case, decision, step, by=by, now=now)
    schedule_reports(case.project, by=by, now=now)
    return decision


@transaction.atomic
def refuse(
    case: Case,
    *,
    by: User,
    seen: str,
    rationale: str,
    reason: str,
    what_would_change: str,
    red_lines: Sequence[RedLine] = (),
) -> Decision:
    """Do not endorse the version whose hash is `seen`: a coded reason, and what would change the answer. Where the reason is
    a red line, it names which of the register, in the words that hold today."""
    case = locked(case)
    kept = _kept(rationale, change=what_would_change)
    step, submission = _entered(case, "refuse", by=by, seen=seen, kept=kept)
    if reason not in Decision.Reason.values or not (rationale.strip() and what_would_change.strip()):
        raise access.Unmet([Blocker(_("A refusal names its reason and what would change the answer."), "#id_reason")])
    if blockers := guards.to_name_red_lines(reason, red_lines):
        raise access.Unmet(blockers)
    now = timezone.now()
    decision = _decide(
        case,
        submission,
        Decision.Outcome.REFUSED,
        by=by,
        now=now,
        rationale=rationale,
        reason=reason,
        what_would_change=what_would_change,
    )
    for line in red_lines:
        decision.red_lines.create(red_line=line, version=line.version, statement=line.statement)
    lead_on(case, Life.NOT_ENDORSED, by=by, open_sections=None)
    return _announce(case, decision, step, by=by, now=now)


def _decide(case: Case, submission: Submission, outcome: str, *, by: User, now: datetime, **said: Any) -> Decision:
    return case.decisions.create(
        submission=submission,
        sha256=submission.sha256,
        outcome=outcome,
        residual_level=submission.worst_residual,
        seat=permissions.seat(case),
        decided_by=by,
        on_behalf_of=principal(by, case),
        decided_at=now,
        **said,
    )


def principal(user: User, case: Case) -> User | None:
    """For whom a delegate in the deciding seat acts."""
    posting = permissions.delegation(user, case)
    return posting.acting_for.user if posting and posting.acting_for else None


def _announce(case: Case, decision: Decision, step: Any, *, by: User, now: datetime) -> Decision:
    """Letter, closed assignments, the move, and one word to everybody who worked on the case."""
    letter = issue(decision)
    tell = [*team(case), *heads(case), *readers(case)]
    case.assignments.filter(closed_at=None).update(closed_at=now)
    let_go(case, FORM, by=by)
    changes = {"sha256": ["", decision.sha256], "letter": ["", letter.number], "level": ["", decision.residual_level]}
    if named := [
        row.red_line.code for row in decision.red_lines.select_related("red_line").order_by("red_line__number")
    ]:
        changes["red_lines"] = ["", ", ".join(named)]
    target = Status(decision.outcome)
    move(
        case,
        step,
        target,
        by=by,
        now=now,
        tell=tell,
        on_behalf_of=decision.on_behalf_of,
        changes=changes,
        letter=letter.number,
    )
    return decision
