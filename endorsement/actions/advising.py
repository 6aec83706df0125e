"""Advice on the version on the table: the regional office's (step 3), and clearances by advisers of headquarters."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import permissions, workflow
from endorsement.models import Assignment, Case, Clearance, RegionalAdvice
from endorsement.workflow import ClearanceKind, Status
from projects import actions as projects
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.calendar import day_at
from pvehub.people.models import User

from .moving import enter, locked, move, queue, team


@transaction.atomic
def ask_clearance(
    case: Case, person: User, *, by: User, kind: str, question: str = "", due_on: date | None = None
) -> Clearance:
    """Ask an adviser about the current version. From then on the person reads the case."""
    case = locked(case)
    access.require(permissions.why_not_ask_clearance(by, case))
    blockers = [Blocker(_("Choose what is to be cleared."), "#id_kind")] if kind not in ClearanceKind.values else []
    if sentence := permissions.why_not_advise(person, case):
        blockers.append(Blocker(sentence, "#id_person"))
    if person.pk == by.pk:
        blockers.append(Blocker(_("Ask somebody else than yourself."), "#id_person"))
    asked = case.clearances.filter(submission=case.current_submission, kind=kind, asked_of=person)
    if asked.exists():
        blockers.append(Blocker(_("%(name)s has been asked about this already.") % {"name": person}, "#id_person"))
    if blockers:
        raise access.Unmet(blockers)
    now = timezone.now()
    clearance: Clearance = case.clearances.create(
        submission=case.current_submission,
        kind=kind,
        question=question,
        asked_of=person,
        asked_by=by,
        asked_at=now,
        due_on=due_on,
    )
    case.assignments.get_or_create(
        reviewer=person,
        part=Assignment.Part.ADVISER,
        closed_at=None,
        defaults={"assigned_at": now, "assigned_by": by, "due_on": due_on},
    )
    if case.project.tier >= 3:
        projects.follow(case.project, by=by, readers=[person])
    trail.record(case, "endorsement.clearance_asked", by=by, after=kind, changes={"person": ["", str(person.uid)]})
    notify([person], kind="endorsement.clearance_asked", about=case, by=by)
    return clearance


@transaction.atomic
def give_clearance(clearance: Clearance, *, by: User, outcome: str, text: str, seen: str) -> Clearance:
    """The adviser's word on exactly the version that was read: cleared, cleared with remarks, not cleared because."""
    case = locked(clearance.case)
    clearance = Clearance.objects.select_for_update(of=("self",)).select_related("asked_of").get(pk=clearance.pk)
    clearance.case = case
    access.require(permissions.why_not_give_clearance(by, clearance))
    if case.current_submission is None or seen != case.current_submission.sha256:
        sentence = _("A newer version came in while you were writing.")
        raise access.Moved(sentence, kept={str(_("Your words")): text}, url=case.get_absolute_url())
    if outcome not in Clearance.Outcome.values:
        raise access.Unmet([Blocker(_("Choose your word."), "#id_outcome")])
    if outcome != Clearance.Outcome.CLEARED and not text.strip():
        raise access.Unmet([Blocker(_("Say what your remarks are, or why it is not cleared."), "#id_text")])
    clearance.outcome, clearance.text, clearance.given_at = outcome, text, timezone.now()
    clearance.save(update_fields=["outcome", "text", "given_at"])
    trail.record(case, "endorsement.clearance_given", by=by, before=clearance.kind, after=outcome)
    tell = [case.lead] if case.lead else [clearance.asked_by]
    notify(tell, kind="endorsement.clearance_given", about=case, by=by)
    return clearance


@transaction.atomic
def advise(case: Case, *, by: User, text: str) -> Case:
    """The regional specialist's word; the case goes on to headquarters with it."""
    case = locked(case)
    step = enter(case, "advise", by=by, kept={str(_("Advice")): text})
    if not text.strip():
        raise access.Unmet([Blocker(_("Write the advice."), "#id_text")])
    now = timezone.now()
    RegionalAdvice.objects.create(case=case, submission=case.current_submission, text=text, by=by, at=now)
    return move(case, step, Status.SCREENING, by=by, now=now, tell=[*queue(case), *team(case)])


@transaction.atomic
def lapse_advice(case: Case, *, now: datetime) -> bool:
    """The days of the region are over: the case goes on, with "no regional input" on record. False where it has gone on."""
    case = locked(case)
    region = case.project.region
    if case.status != Status.REGIONAL or case.due_on is None or region is None:
        return False
    if day_at(region, now) <= case.due_on:
        return False
    RegionalAdvice.objects.create(case=case, submission=case.current_submission, at=now)
    note = _("No regional input within its days.")
    tell = [*queue(case), *team(case)]
    move(case, workflow.BY_SLUG["advise"], Status.SCREENING, by=None, now=now, tell=tell, note=note)
    return True
