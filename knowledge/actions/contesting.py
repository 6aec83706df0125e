"""A reader's word that a published text no longer holds, and the answer of those who answer for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from knowledge import permissions, workflow
from knowledge.actions.answering import answering
from knowledge.actions.keeping import mark_verified, put_away
from knowledge.actions.locking import locked
from knowledge.actions.turning import note_turn
from knowledge.actions.warning import warn_citing
from knowledge.models import Contest, Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify, remind
from pvehub.people.calendar import day_at
from pvehub.people.models import User


@transaction.atomic
def contest(resource: Resource, *, by: User, why: str, where: str = "") -> Contest:
    """A reader says that it is no longer true somewhere. From now on it counts as contested; who answers for it is told."""
    resource = locked(resource)
    access.require(permissions.why_not_contest(by, resource))
    now, was = timezone.now(), resource.contested_at
    made = Contest.objects.create(
        resource=resource, revision=resource.published_revision, why=why, where=where, by=by, at=now
    )
    _keep_since(resource)
    trail.record(resource, "knowledge.contested", by=by)
    notify(answering(resource), kind="knowledge.contested", about=resource, by=by)
    warn_citing(resource)
    if was is None:
        note_turn(resource, "contested", by=by)
    return made


@transaction.atomic
def answer(contest: Contest, *, by: User, outcome: str, answer: str) -> Contest:
    """Who answers for the text says what became of it. That it holds, or was corrected, verifies it anew; that it is taken
    out archives it, and with it every other contest of it is answered."""
    resource = locked(contest.resource)
    contest = Contest.objects.select_related("by").get(pk=contest.pk)
    access.require(permissions.why_not_answer(by, contest))
    if outcome == workflow.ContestOutcome.CORRECTED and contest.revision_id == resource.published_revision_id:
        raise access.Unmet([_("The text is still the one that was contested: publish the corrected one first.")])
    now, rows = timezone.now(), [contest]
    if outcome == workflow.ContestOutcome.ENDED:
        put_away(resource, by=by, now=now, reason=Truncator(answer).chars(300))
        rows = [contest, *resource.contests.open().exclude(pk=contest.pk).select_related("by").order_by("pk")]
    else:
        mark_verified(resource, by=by, now=now)
    for row in rows:
        _answer(row, by=by, outcome=outcome, answer=answer, now=now)
    _keep_since(resource)
    if resource.contested_at is None and outcome != workflow.ContestOutcome.ENDED:
        note_turn(resource, "verified", by=by)
    trail.record(resource, "knowledge.contest_answered", by=by, after=outcome, note=Truncator(answer).chars(300))
    # Where readers are not told who stands behind a text, no notice tells them either.
    shown = by if resource.credit == workflow.Credit.NAMED else None
    notify([row.by for row in rows if row.by != by], kind="knowledge.contest_answered", about=resource, by=shown)
    return contest


@transaction.atomic
def remind_contest(contest: Contest, *, now: datetime) -> int:
    """The one reminder that is due for a contest nobody has answered; a second call the same day writes nothing. Says how many
    were told."""
    resource = locked(contest.resource)
    contest = Contest.objects.get(pk=contest.pk)
    if contest.answered_at is not None or resource.state != workflow.State.PUBLISHED:
        return 0
    raised_on = day_at(resource.verifier_office, contest.at)
    days = (day_at(resource.verifier_office, now) - raised_on).days
    reached = [rung for rung in workflow.CONTEST_RUNGS if rung <= days]
    if not reached:
        return 0
    people = answering(resource, past=days, last=workflow.CONTEST_RUNGS[-1])
    rule = f"contest:{contest.pk}"
    return len(remind(people, "knowledge.contest_waits", resource, rule=rule, due=raised_on, rung=str(reached[-1])))


def _answer(row: Contest, *, by: User, outcome: str, answer: str, now: datetime) -> None:
    row.outcome, row.answer, row.answered_by, row.answered_at = outcome, answer, by, now
    row.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])


def _keep_since(resource: Resource) -> None:
    """Since when it is contested: the oldest word that waits."""
    oldest = resource.contests.open().order_by("at", "pk").first()
    resource.contested_at = oldest.at if oldest else None
    resource.save(update_fields=["contested_at"])
