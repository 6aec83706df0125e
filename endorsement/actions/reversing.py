"""A decision taken back: by its decider within a day (step 15), or reopened one level up, once (step 12)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, permissions, workflow
from endorsement.models import Case, Decision, Reversal
from endorsement.workflow import Status
from projects import actions as projects
from projects.workflow import Status as Life
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from .deciding import principal
from .leading import lead_on
from .moving import enter, heads, locked, move, seats, team
from .scheduling import schedule_reports
from .superseding import reinstate


def _told(case: Case) -> list[User]:
    """Everybody who was told of the decision is told that it is gone; and the seat that decides now."""
    readers = User.objects.filter(pk__in=case.assignments.values("reviewer"), is_active=True)
    return list(dict.fromkeys([*team(case), *heads(case), *readers, *seats(case)]))


@transaction.atomic
def recall(case: Case, *, by: User, reason: str) -> Case:
    """The decider takes the decision back: within 24 hours, unless the field has downloaded the letter."""
    case = locked(case)
    step = enter(case, "recall", by=by, kept={str(_("Reason")): reason})
    decision, now = permissions.last_decision(case), timezone.now()
    if blockers := [*_unsaid(reason), *guards.to_recall(case)]:
        raise access.Unmet(blockers)
    _reverse(decision, Reversal.Kind.RECALL, reason=reason, by=by)
    lead_on(case, Life.IN_ENDORSEMENT, by=by, open_sections=[], endorsed_content=_before(case, decision), note=reason)
    if case.has_baseline and decision.outcome != Decision.Outcome.REFUSED:
        _give_back(case, by=by, now=now)
    behalf = decision.reversal.on_behalf_of
    move(case, step, Status.DECISION, by=by, now=now, tell=_told(case), on_behalf_of=behalf, note=reason)
    schedule_reports(case.project, by=by, now=now)
    return case


@transaction.atomic
def reopen(case: Case, *, by: User, reason: str) -> Case:
    """A refusal is judged again by the seat above the one that spoke it: once, within thirty days, on stated grounds."""
    case = locked(case)
    step = enter(case, "reopen", by=by, kept={str(_("Grounds")): reason})
    decision, now = permissions.last_decision(case), timezone.now()
    if blockers := [*_unsaid(reason), *guards.to_reopen(case)]:
        raise access.Unmet(blockers)
    _reverse(decision, Reversal.Kind.REOPENING, reason=reason, by=by)
    case.raised_to = workflow.SEAT_ABOVE[decision.seat]
    lead_on(case, Life.IN_ENDORSEMENT, by=by, open_sections=[], note=reason)
    return move(case, step, Status.DECISION, by=by, now=now, tell=_told(case), note=reason)


@transaction.atomic
def ask_to_reopen(case: Case, *, by: User, grounds: str) -> Case:
    """The head of the lead office asks TRD and DOE to reopen a refusal; once for each refusal."""
    case = locked(case)
    access.require(permissions.why_not_ask_to_reopen(by, case))
    decision = permissions.last_decision(case)
    blockers = [*_unsaid(grounds), *guards.to_reopen(case)]
    if trail.of(case).filter(verb="endorsement.reopening_asked", at__gte=decision.decided_at).exists():
        blockers.append(Blocker(_("Reopening was asked for already."), case.get_absolute_url()))
    if blockers:
        raise access.Unmet(blockers)
    trail.record(case, "endorsement.reopening_asked", by=by, note=grounds)
    perms = (workflow.SEAT_PERMISSION[seat] for seat in workflow.SEATS)
    asked = [person for perm in perms for person in access.people_holding(perm, case.project.lead_office)]
    fit = [person for person in dict.fromkeys(asked) if not permissions.why_not_of_headquarters(person, case)]
    notify(fit, kind="endorsement.reopening_asked", about=case, by=by)
    return case


def _unsaid(reason: str) -> list[Blocker]:
    return [] if reason.strip() else [Blocker(_("Say why."), "#id_reason")]


def _reverse(decision: Decision, kind: str, *, reason: str, by: User) -> None:
    decision.reversal = Reversal.objects.create(
        decision=decision,
        kind=kind,
        reason=reason,
        by=by,
        on_behalf_of=principal(by, decision.case),
        at=timezone.now(),
    )


def _give_back(case: Case, *, by: User, now: datetime) -> None:
    """What the recalled endorsement had replaced stands again; where nothing stood any more, the project stops again."""
    goes_on = case.project.status in (Life.ENDORSED, Life.ACTIVE)
    if not reinstate(case, by=by, now=now) and goes_on:
        projects.follow(case.project, by=by, status=Life.SUSPENDED.value, note=case.ref)


def _before(case: Case, decision: Decision) -> dict[str, object] | None:
    """What was endorsed before this decision, by another one that still stands; nothing for a project new to it."""
    if decision.outcome == Decision.Outcome.REFUSED:
        return case.project.endorsed_content
    standing = Decision.objects.filter(case__project=case.project, reversal=None).exclude(pk=decision.pk)
    good = (Decision.Outcome.ENDORSED, Decision.Outcome.CONDITIONS, Decision.Outcome.NOT_REQUIRED)
    last = standing.filter(outcome__in=good).select_related("submission").order_by("-decided_at", "-pk").first()
    return last.submission.content if last else None
