"""A condition is shown to be met, judged, or waived."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import permissions
from endorsement.models import Case, Condition
from pvehub import access, files
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from .moving import locked, queue, team

State = Condition.State


def _locked(condition: Condition) -> tuple[Condition, Case]:
    case = locked(condition.decision.case)
    fresh = Condition.objects.select_for_update(of=("self",)).select_related("decision", "owner").get(pk=condition.pk)
    fresh.decision.case = case
    return fresh, case


@transaction.atomic
def answer_condition(condition: Condition, *, by: User, answer: str, upload: UploadedFile | None = None) -> Condition:
    """Say what shows that the condition is met, with or without the paper itself; TRD is told and judges. After a rejection,
    once more. Raises files.Rejected with the reason where the paper is not taken."""
    condition, case = _locked(condition)
    access.require(permissions.why_not_answer_condition(by, condition))
    if not answer.strip():
        raise access.Unmet([Blocker(_("Say what shows that the condition is met."), "#id_answer")])
    before, condition.state = condition.state, State.GIVEN
    condition.answer, condition.answered_by, condition.answered_at = answer, by, timezone.now()
    condition.verdict, condition.judged_by, condition.judged_at = "", None, None
    condition.file = files.store(upload, by=by) if upload else None
    condition.save()
    _record(case, condition, "endorsement.condition_answered", before, by=by)
    tell = [case.lead] if case.lead else queue(case)
    notify(tell, "endorsement.condition_answered", about=case, by=by, number=condition.number)
    return condition


@transaction.atomic
def judge_condition(condition: Condition, *, by: User, is_met: bool, verdict: str) -> Condition:
    """TRD's word on the evidence: met, or rejected with what is missing."""
    condition, case = _locked(condition)
    access.require(permissions.why_not_judge_condition(by, condition))
    if not is_met and not verdict.strip():
        raise access.Unmet([Blocker(_("Say what is missing."), "#id_verdict")])
    return _settle(condition, case, State.MET if is_met else State.REJECTED, by=by, verdict=verdict)


@transaction.atomic
def waive_condition(condition: Condition, *, by: User, verdict: str) -> Condition:
    """The seat that decides takes a condition back, for a reason."""
    condition, case = _locked(condition)
    access.require(permissions.why_not_waive_condition(by, condition))
    if not verdict.strip():
        raise access.Unmet([Blocker(_("Say why it is waived."), "#id_verdict")])
    return _settle(condition, case, State.WAIVED, by=by, verdict=verdict)


def _settle(condition: Condition, case: Case, state: str, *, by: User, verdict: str) -> Condition:
    before, condition.state = condition.state, state
    condition.verdict, condition.judged_by, condition.judged_at = verdict, by, timezone.now()
    condition.save()
    _record(case, condition, "endorsement.condition_judged", before, by=by)
    notify([condition.owner, *team(case)], "endorsement.condition_judged", about=case, by=by, number=condition.number)
    return condition


def _record(case: Case, condition: Condition, verb: str, before: str, *, by: User) -> None:
    changes = {f"condition {condition.number}": [str(before), str(condition.state)]}
    if condition.state == State.GIVEN and condition.file is not None:
        changes["sha256"] = ["", condition.file.sha256]
    trail.record(case, verb, by=by, changes=changes, note=condition.verdict or condition.answer)
