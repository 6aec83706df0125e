"""A draft of guidance before colleagues: opened until a day, commented clause by clause, every comment answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge import permissions, workflow
from knowledge.actions.locking import locked, newest
from knowledge.kinds import clauses
from knowledge.models import ClauseComment, Consultation, Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify, remind
from pvehub.people.calendar import day_at
from pvehub.people.models import Office, Posting, User

LONGEST_DAYS: Final = 120
#: Days before the last day on which those asked by name are reminded; days after it on which the authors are.
BEFORE: Final = 3
AFTER: Final = (1, 14)


@transaction.atomic
def open_consultation(
    resource: Resource,
    *,
    by: User,
    until_on: date,
    offices: Sequence[Office] = (),
    is_for_all: bool = False,
    question: str = "",
) -> Consultation:
    """Puts the newest text before colleagues as it is now. All staff are asked only about what all staff may read; an office
    is asked only if the note will be for its region or it is headquarters."""
    resource = locked(resource)
    access.require(permissions.why_not_consult(by, resource))
    now, text = timezone.now(), newest(resource)
    today = day_at(resource.owner_office, now)
    _require_sound(resource, text.fields, until_on, today, offices, is_for_all)
    made = Consultation.objects.create(
        resource=resource,
        title=text.title,
        language=text.language,
        scope=text.fields.get("scope", ""),
        clauses=text.fields["clauses"],
        question=question,
        is_for_all=is_for_all,
        until_on=until_on,
        opened_at=now,
        opened_by=by,
    )
    made.offices.set([] if is_for_all else offices)
    trail.record(resource, "knowledge.consultation_opened", by=by, after=str(until_on))
    notify(asked(made), kind="knowledge.consultation_opened", about=made, by=by, until_on=until_on)
    return made


@transaction.atomic
def comment_on(consultation: Consultation, *, by: User, text: str, clause: str = "") -> ClauseComment:
    """A colleague who was asked says something of a clause of this draft, or of the whole."""
    resource = locked(consultation.resource)
    consultation = Consultation.objects.select_related("resource").get(pk=consultation.pk)
    now = timezone.now()
    today = day_at(resource.owner_office, now)
    access.require(permissions.why_not_comment_on(by, consultation, today))
    if clause and clause not in {line.number for line in clauses.parse(consultation.clauses)}:
        raise access.Unmet([_("The draft has no clause of this number.")])
    if not text.strip():
        raise access.Unmet([_("Write what you would change, and why.")])
    office = by.first_office()
    return ClauseComment.objects.create(
        consultation=consultation, clause=clause, text=text.strip(), by=by, office=office, at=now
    )


@transaction.atomic
def take_back_comment(comment: ClauseComment, *, by: User) -> None:
    """What one wrote by mistake, before it has an answer: the words are gone."""
    locked(comment.consultation.resource)
    comment = ClauseComment.objects.select_related("consultation").get(pk=comment.pk)
    access.require(permissions.why_not_take_back_comment(by, comment))
    comment.delete()


@transaction.atomic
def dispose(comment: ClauseComment, *, by: User, outcome: str, because: str = "") -> ClauseComment:
    """An author of the note says what becomes of a comment: accepted, in part, or not, because. It can be said anew until
    the consultation ends."""
    locked(comment.consultation.resource)
    comment = ClauseComment.objects.select_related("consultation__resource").get(pk=comment.pk)
    access.require(permissions.why_not_dispose(by, comment.consultation))
    if outcome not in ClauseComment.Outcome.values:
        raise access.Unmet([_("Say whether it is accepted, accepted in part, or not.")])
    if outcome != ClauseComment.Outcome.ACCEPTED and not because.strip():
        raise access.Unmet([_("Say why: whoever commented reads it, and so do the readers of the note.")])
    comment.outcome, comment.because = outcome, because.strip()
    comment.disposed_by, comment.disposed_at = by, timezone.now()
    comment.save(update_fields=["outcome", "because", "disposed_by", "disposed_at"])
    return comment


@transaction.atomic
def end_consultation(consultation: Consultation, *, by: User) -> Consultation:
    """Every comment has an answer: the table of comments and answers stands from now on, and appears beside the note once
    the note is published. Whoever commented is told."""
    resource = locked(consultation.resource)
    consultation = Consultation.objects.select_related("resource").get(pk=consultation.pk)
    access.require(permissions.why_not_dispose(by, consultation))
    waiting = consultation.comments.filter(disposed_at=None).count()
    if waiting:
        said = ngettext("%(n)d comment has no answer yet.", "%(n)d comments have no answer yet.", waiting)
        raise access.Unmet([access.Blocker(said % {"n": waiting}, consultation.get_absolute_url())])
    consultation.ended_at, consultation.ended_by = timezone.now(), by
    consultation.save(update_fields=["ended_at", "ended_by"])
    trail.record(resource, "knowledge.consultation_ended", by=by)
    people = User.objects.filter(pk__in=consultation.comments.values("by"))
    notify(people, kind="knowledge.consultation_ended", about=consultation, by=by)
    return consultation


@transaction.atomic
def remind_consultation(consultation: Consultation, *, now: datetime) -> int:
    """The one reminder that is due: before the last day to those asked by name who have not commented, after it to the
    authors while comments wait. All staff are reminded of nothing. Says how many were told."""
    resource = locked(consultation.resource)
    consultation = Consultation.objects.select_related("resource").get(pk=consultation.pk)
    if consultation.ended_at is not None or resource.state in workflow.GONE:
        return 0
    due, rule = consultation.until_on, f"consultation:{consultation.pk}"
    left = (due - day_at(resource.owner_office, now)).days
    if 0 <= left <= BEFORE and not consultation.is_for_all:
        people = asked(consultation).exclude(pk__in=consultation.comments.values("by"))
        return len(remind(people, "knowledge.consultation_due", consultation, rule=rule, due=due, rung="before"))
    reached = [rung for rung in AFTER if -left >= rung]
    if not reached:
        return 0
    authors, rung = resource.authors.all(), str(reached[-1])
    return len(remind(authors, "knowledge.consultation_waits", consultation, rule=rule, due=due, rung=rung))


def asked(consultation: Consultation) -> QuerySet[User]:
    """The people who were asked: everybody who serves somewhere, or at the offices named."""
    live = Posting.objects.live()
    if not consultation.is_for_all:
        live = live.filter(office__in=consultation.offices.values("pk"))
    people: QuerySet[User] = User.objects.active().filter(pk__in=live.order_by().values("user"))
    return people


def _require_sound(
    resource: Resource,
    fields: dict[str, str],
    until_on: date,
    today: date,
    offices: Sequence[Office],
    is_for_all: bool,
) -> None:
    blockers = []
    if not clauses.parse(fields.get("clauses", "")):
        blockers.append(_("The draft has no clauses yet."))
    if not today < until_on <= today + timedelta(days=LONGEST_DAYS):
        blockers.append(_("The last day lies after today, and within 120 days."))
    if not (offices or is_for_all):
        blockers.append(_("Say who is asked: all staff, or one office at least."))
    if is_for_all and resource.tier > 0:
        blockers.append(_("The note will not be for all staff, so not all staff are asked: name offices."))
    region = resource.owner_office.region
    far = [one for one in offices if resource.tier and one.kind != Office.Kind.HQ and one.region != region]
    if far:
        names = ", ".join(str(one) for one in far)
        blockers.append(_("The note will not be for the region of %(offices)s.") % {"offices": names})
    if blockers:
        raise access.Unmet(blockers)
