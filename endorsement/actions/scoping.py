"""A case is found out of scope by one reviewer of TRD and confirmed by a second (step 5)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, permissions
from endorsement.models import Case, Decision, ScopeFinding
from endorsement.workflow import Status
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from .leading import bring_into_force
from .lettering import issue
from .moving import enter, heads, locked, move, queue, team
from .superseding import supersede


@transaction.atomic
def find_out_of_scope(case: Case, *, by: User, reason: str) -> ScopeFinding:
    """The first word: this is no work on violent extremism, because. Nothing moves until a second person agrees."""
    case = locked(case)
    enter(case, "find-out-of-scope", by=by, kept={str(_("Reason")): reason})
    blockers = guards.to_leave_scope(case)
    if not reason.strip():
        blockers.append(Blocker(_("Say why it is out of scope."), "#id_reason"))
    if case.scope_findings.filter(is_confirmed=None).exists():
        blockers.append(Blocker(_("It was found out of scope already; a second person answers."), ""))
    if blockers:
        raise access.Unmet(blockers)
    submission = case.current_submission
    found: ScopeFinding = case.scope_findings.create(
        submission=submission, reason=reason, found_by=by, found_at=timezone.now()
    )
    trail.record(case, "endorsement.scope_doubted", by=by, note=reason)
    others = [person for person in queue(case) if person.pk != by.pk]
    notify(others, kind="endorsement.scope_doubted", about=case, by=by)
    return found


@transaction.atomic
def confirm_out_of_scope(finding: ScopeFinding, *, by: User, answer: str = "") -> Case:
    """The second word: no endorsement is required. The letter says that there is no objection."""
    case, finding = _locked(finding)
    step = enter(case, "find-out-of-scope", by=by, kept={str(_("Note")): answer})
    access.require(permissions.why_not_confirm_scope(by, finding))
    if blockers := guards.to_leave_scope(case):
        raise access.Unmet(blockers)
    now, submission = timezone.now(), finding.submission
    _answer(finding, by=by, is_confirmed=True, answer=answer)
    decision = case.decisions.create(
        submission=submission,
        sha256=submission.sha256,
        outcome=Decision.Outcome.NOT_REQUIRED,
        rationale=finding.reason,
        residual_level=submission.worst_residual,
        seat="trd",
        decided_by=by,
        decided_at=now,
    )
    supersede(decision, [], by=by, now=now)
    letter = issue(decision)
    bring_into_force(case, submission, by=by)
    tell = [*team(case), *heads(case), finding.found_by]
    changes = {
        "sha256": ["", decision.sha256],
        "letter": ["", letter.number],
        "found_by": ["", str(finding.found_by.uid)],
    }
    return move(
        case, step, Status.NOT_REQUIRED, by=by, now=now, tell=tell, note=answer, changes=changes, letter=letter.number
    )


@transaction.atomic
def keep_in_scope(finding: ScopeFinding, *, by: User, answer: str) -> ScopeFinding:
    """The case stays: a second person disagrees, or the first takes the word back."""
    case, finding = _locked(finding)
    enter(case, "find-out-of-scope", by=by, kept={str(_("Reason")): answer})
    if not answer.strip():
        raise access.Unmet([Blocker(_("Say why the case stays in scope."), "#id_answer")])
    _answer(finding, by=by, is_confirmed=False, answer=answer)
    trail.record(case, "endorsement.scope_kept", by=by, note=answer)
    notify([finding.found_by], kind="endorsement.scope_kept", about=case, by=by)
    return finding


def _locked(finding: ScopeFinding) -> tuple[Case, ScopeFinding]:
    """Case and finding as they are now; answered meanwhile is Moved."""
    case = locked(finding.case)
    fresh = (
        ScopeFinding.objects.select_for_update(of=("self",)).select_related("found_by", "submission").get(pk=finding.pk)
    )
    fresh.case = case
    if fresh.is_confirmed is not None:
        raise access.Moved(_("Somebody answered this meanwhile."), url=case.get_absolute_url())
    return case, fresh


def _answer(finding: ScopeFinding, *, by: User, is_confirmed: bool, answer: str) -> None:
    finding.is_confirmed, finding.answer = is_confirmed, answer
    finding.answered_by, finding.answered_at = by, timezone.now()
    finding.save()
