"""Recommending, promising, and keeping what was promised: with evidence, or dropping it with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import ledger, permissions
from knowledge.actions.locking import locked
from knowledge.actions.meeting import index_meeting, latest_due
from knowledge.models import FollowUpAction, Meeting, Recommendation, Resource
from pvehub import access, files
from pvehub.audit import trail
from pvehub.notifications import notify, remind
from pvehub.people.calendar import day_at
from pvehub.people.models import Office, User
from pvehub.vocabulary.models import Term

#: Who hears, beside its owner, of a promise that is two weeks late: the head where its owner serves, and of a head the
#: head above.
HEADS = {"mission": "chief-of-mission", "regional": "regional-director", "hq": "trd-head"}
ABOVE = "doe-director"
#: Signs of one recommendation.
MOST = 600
#: Whose weekly digest names every promise that is overdue.
AT_HEADQUARTERS = ("trd-head", "doe-director", "curator")


@dataclass(frozen=True)
class Evidence:
    """What shows that it was done: an item of the repository, a file, or the address of a page of the portal."""

    resource: Resource | None = None
    upload: UploadedFile | None = None
    link: str = ""

    def __bool__(self) -> bool:
        return bool(self.resource or self.upload or self.link)


@transaction.atomic
def recommend(source: Meeting | Resource, *, by: User, text: str, theme: Term | None = None) -> Recommendation:
    """The next recommendation of a meeting or evaluation. That of a meeting was agreed there."""
    source = _held(source)
    access.require(permissions.why_not_recommend(by, source))
    now, at = timezone.now(), "meeting" if isinstance(source, Meeting) else "resource"
    last = source.recommendations.order_by("-number").first()
    row: Recommendation = Recommendation.objects.create(
        **{at: source}, number=last.number + 1 if last else 1, text=text, theme=theme, made_at=now, made_by=by
    )
    _tell_index(row)
    trail.record(source, "knowledge.recommended", by=by, after=str(row.number))
    return row


@transaction.atomic
def recommend_as_told(resource: Resource, *, by: User) -> list[Recommendation]:
    """The recommendations that the published text of an evaluation names, one a line, each once: what was entered before
    stays as it is."""
    locked(resource)
    return [recommend(resource, by=by, text=line) for line in untold(resource)]


def untold(resource: Resource) -> list[str]:
    """The recommendations of the published text that are not entered yet."""
    text = resource.published_revision
    told = ledger.lines(text.fields.get("recommendations", "")) if text is not None else []
    entered = set(resource.recommendations.values_list("text", flat=True))
    return [line[:MOST] for line in dict.fromkeys(told) if line[:MOST] not in entered]


@transaction.atomic
def respond(row: Recommendation, *, by: User, answer: str, why: str = "") -> Recommendation:
    """The management response to a recommendation of an evaluation; not to accept it, or in part only, needs a reason. What
    has been promised already keeps it accepted."""
    source = _held(row.source)
    row = Recommendation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if isinstance(source, Meeting):
        raise access.Refused(_("What a meeting recommends was agreed there; it is followed up by promises."))
    access.require(permissions.why_not_respond(by, source))
    if answer != ledger.Response.ACCEPTED and not why:
        raise access.Unmet([_("Say why it is not accepted, or which part of it.")])
    if answer == ledger.Response.REJECTED and row.actions.unkept().exists():
        raise access.Unmet([_("Something is promised for it. Drop that with a reason first.")])
    before, row.answer, row.answer_why = row.answer, answer, why
    row.answered_at, row.answered_by = timezone.now(), by
    row.save(update_fields=["answer", "answer_why", "answered_at", "answered_by"])
    trail.record(source, "knowledge.responded", by=by, before=before, after=answer, note=f"{row.number}. {why}".strip())
    return row


@transaction.atomic
def promise(
    row: Recommendation, *, by: User, text: str, role: str, office: Office, due_on: date | None = None
) -> FollowUpAction:
    """Something is promised by a role at an office, until a day; who holds the role is told. Without a day it falls due a
    year after the meeting, or after today where that is later."""
    source = _held(row.source)
    row = Recommendation.objects.select_for_update(of=("self",)).select_related("meeting", "resource").get(pk=row.pk)
    access.require(permissions.why_not_promise(by, row))
    now = timezone.now()
    today = day_at(office, now)
    since = max(source.ends_on, today) if isinstance(source, Meeting) else today
    action: FollowUpAction = FollowUpAction.objects.create(
        recommendation=row,
        text=text,
        owner_role=role,
        owner_office=office,
        due_on=due_on or latest_due(since),
        is_due_said=due_on is not None,
        made_at=now,
        made_by=by,
    )
    _tell_index(row)
    trail.record(action, "knowledge.promised", by=by, after=f"{office.code}:{role}")
    notify(readers(action, owners(action)), "knowledge.promised", about=action, by=by, due_on=action.due_on)
    return action


@transaction.atomic
def note_progress(action: FollowUpAction, *, by: User, note: str) -> FollowUpAction:
    """What was done so far; from the first note on it is in progress."""
    action = _locked(action)
    access.require(permissions.why_not_progress(by, action))
    _move(action, ledger.Promise.IN_PROGRESS, "knowledge.promise_progressed", by=by, note=note)
    return action


@transaction.atomic
def finish(action: FollowUpAction, *, by: User, evidence: Evidence, note: str = "") -> FollowUpAction:
    """Done, with what shows it."""
    action = _locked(action)
    access.require(permissions.why_not_progress(by, action))
    if not evidence:
        raise access.Unmet([_("Give what shows that it was done: an address in the portal, or a file.")])
    action.evidence_resource, action.evidence_link = evidence.resource, evidence.link
    if evidence.upload is not None:
        action.evidence_file = files.store(evidence.upload, by=by)
        action.evidence_name = files.safe_name(evidence.upload.name or "")
    _end(action, by=by, why=note)
    _move(action, ledger.Promise.DONE, "knowledge.promise_kept", by=by, note=note)
    return action


@transaction.atomic
def drop_promise(action: FollowUpAction, *, by: User, why: str) -> FollowUpAction:
    """It will not be done, and why; the reason stands wherever it is listed."""
    action = _locked(action)
    access.require(permissions.why_not_progress(by, action))
    if not why:
        raise access.Unmet([_("Say why it is dropped.")])
    _end(action, by=by, why=why)
    _move(action, ledger.Promise.DROPPED, "knowledge.promise_dropped", by=by, note=why)
    return action


@transaction.atomic
def take_up(action: FollowUpAction, *, by: User, why: str) -> FollowUpAction:
    """What was over is in progress again; the evidence or reason it ended with stays in the history."""
    action = _locked(action)
    access.require(permissions.why_not_take_up(by, action))
    action.ended_at = action.ended_by = action.evidence_resource = action.evidence_file = None
    action.ended_why = action.evidence_link = action.evidence_name = ""
    _move(action, ledger.Promise.IN_PROGRESS, "knowledge.promise_taken_up", by=by, note=why)
    notify(readers(action, owners(action)), "knowledge.promised", about=action, by=by, due_on=action.due_on)
    return action


@transaction.atomic
def pass_promise_on(
    action: FollowUpAction, *, by: User, role: str, office: Office, due_on: date, why: str
) -> FollowUpAction:
    """Another role answers for it, or another day holds; the new owner is told."""
    action = _locked(action)
    access.require(permissions.why_not_pass_on(by, action))
    before = {"owner": f"{action.owner_office.code}:{action.owner_role}", "due_on": str(action.due_on)}
    is_new = (action.owner_role, action.owner_office_id) != (role, office.pk)
    action.is_due_said = action.is_due_said or action.due_on != due_on
    action.owner_role, action.owner_office, action.due_on = role, office, due_on
    after = {"owner": f"{office.code}:{role}", "due_on": str(due_on)}
    changes = {name: [old, after[name]] for name, old in before.items() if old != after[name]}
    action.save(update_fields=["owner_role", "owner_office", "due_on", "is_due_said"])
    trail.record(action, "knowledge.promise_passed_on", by=by, changes=changes, note=why)
    if is_new:
        notify(readers(action, owners(action)), "knowledge.promised", about=action, by=by, due_on=due_on)
    return action


@transaction.atomic
def remind_promise(action: FollowUpAction, *, now: datetime) -> int:
    """The one reminder that is due, by the day of the office that promised: its owner two weeks before, on the day and two
    weeks after, then the head too. Whoever may not read it hears nothing. Says how many were told."""
    step = ledger.promise_rung(action.due_on, day_at(action.owner_office, now))
    if step is None:
        return 0
    people = owners(action)
    if step == ledger.PROMISE_RUNGS[-1] or not people:
        people = [*people, *heads(action)]
    people = readers(action, people)
    return len(remind(people, "knowledge.promise_due", action, rule="promise", due=action.due_on, rung=str(step)))


@transaction.atomic
def tell_headquarters(action: FollowUpAction, *, now: datetime) -> int:
    """What is overdue stands on the weekly digest of headquarters, each week anew until it is done or dropped."""
    hq = Office.objects.filter(kind=Office.Kind.HQ).order_by("pk").first()
    today = day_at(hq, now)
    if hq is None or not action.is_overdue(today):
        return 0
    people = readers(action, User.objects.serving(hq, *AT_HEADQUARTERS).by_name())
    monday = today - timedelta(days=today.weekday())
    return len(remind(people, "knowledge.promise_overdue", action, rule="overdue", due=monday))


def owners(action: FollowUpAction) -> list[User]:
    """Everybody who holds the role that promised it."""
    return list(User.objects.serving(action.owner_office, action.owner_role).by_name())


def heads(action: FollowUpAction) -> list[User]:
    """The head of the office that promised it; where the head is the owner, the head of the office above."""
    office, role = action.owner_office, HEADS[action.owner_office.kind]
    if action.owner_role == role:
        office, role = (office.parent, HEADS[office.parent.kind]) if office.parent else (office, ABOVE)
    return list(User.objects.serving(office, role).by_name())


def readers(action: FollowUpAction, people: Iterable[User]) -> list[User]:
    """Those of them who may read it."""
    return [one for one in people if FollowUpAction.objects.visible_to(one).filter(pk=action.pk).exists()]


def _held(source: Meeting | Resource) -> Meeting | Resource:
    if isinstance(source, Resource):
        return locked(source)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("office__parent")
    found: Meeting = rows.get(pk=source.pk)
    return found


def _locked(action: FollowUpAction) -> FollowUpAction:
    rows = FollowUpAction.objects.select_for_update(of=("self",)).select_related(
        "owner_office__parent", "recommendation__meeting__office", "recommendation__resource__owner_office"
    )
    found: FollowUpAction = rows.get(pk=action.pk)
    return found


def _end(action: FollowUpAction, *, by: User, why: str) -> None:
    action.ended_at, action.ended_by, action.ended_why = timezone.now(), by, why


def _move(action: FollowUpAction, state: ledger.Promise, verb: str, *, by: User, note: str) -> None:
    before, action.state = action.state, state
    action.save()
    trail.record(action, verb, by=by, before=before, after=state, note=note)


def _tell_index(row: Recommendation) -> None:
    if row.meeting is not None:
        index_meeting(row.meeting)
