"""A mission asks TRD or an M&E adviser before it submits: asked, taken over, asked back, answered, taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import permissions
from endorsement.models import SupportEntry, SupportRequest
from endorsement.querysets import ANSWERING
from knowledge import actions as knowledge
from knowledge.models import Resource
from projects.models import Project
from pvehub import access
from pvehub.access import Blocker
from pvehub.access.standings import renew
from pvehub.audit import trail
from pvehub.notifications import notify, remind
from pvehub.people.calendar import add_working_days, day_at, working_days_between
from pvehub.people.models import Country, Office, User

ANSWER_DAYS = 5  # working days of headquarters
RUNGS = (-1, 0, 3)  # days before and after the day on which a reminder goes out
HEAD_RUNG = 3  # from this rung on the head of TRD hears of it too
CLOSEST = 3
State = SupportRequest.State


def _root(office: Office) -> Office:
    return Office.objects.get(code=office.path.split("/")[0])


def _locked(request: SupportRequest) -> SupportRequest:
    """The question as it is now, locked; the rights of everybody are read anew.

    Two statements: what is joined to a row that had to be waited for is still the owner of before the wait.
    """
    SupportRequest.objects.select_for_update().values_list("pk").get(pk=request.pk)
    rows = SupportRequest.objects.select_related("office", "project", "country", "owner", "asked_by")
    found: SupportRequest = rows.get(pk=request.pk)
    renew()
    return found


def _enter(request: SupportRequest, who: str | None, sentence: str | None, text: str = "") -> None:
    """Not theirs → Refused; closed or with somebody else meanwhile → Moved, which keeps the words."""
    access.require(who)
    if sentence:
        kept = {str(_("Your words")): text} if text else {}
        raise access.Moved(sentence, kept=kept, url=request.get_absolute_url())


def answering(request: SupportRequest) -> list[User]:
    """Who answers such questions for the office, without a tie to who asks."""
    people = access.people_holding(ANSWERING[request.kind], request.office)
    return [person for person in people if permissions.why_not_answer_for(person, request) is None]


def _next_number(root: Office) -> int:
    """Numbers without gaps: the row of headquarters is the lock."""
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=root.pk)
    return int(SupportRequest.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _unsound(request: SupportRequest, owner: User | None) -> list[Blocker]:
    found = [] if request.subject.strip() else [Blocker(_("Say in a line what it is about."), "#id_subject")]
    if not request.question.strip():
        found.append(Blocker(_("Write the question."), "#id_question"))
    if request.project is None and request.country is None:
        found.append(Blocker(_("Name the country it is about."), "#id_country"))
    if sentence := permissions.why_not_ask_kind(request.project, request.kind):
        found.append(Blocker(sentence, "#id_kind"))
    if owner is not None and (sentence := permissions.why_not_answer_for(owner, request)):
        found.append(Blocker(sentence, "#id_owner"))
    if owner is None and request.tier >= CLOSEST:
        found.append(Blocker(_("Of a project for named persons, name who is to answer."), "#id_owner"))
    return found


@transaction.atomic
def ask_headquarters(
    *,
    by: User,
    kind: str,
    subject: str,
    question: str,
    office: Office,
    project: Project | None = None,
    country: Country | None = None,
    owner: User | None = None,
) -> SupportRequest:
    """A question with an owner, or for all who answer such questions, and a day: five working days of headquarters."""
    if project is None:
        access.require(permissions.why_not_ask_for(by, office))
    else:
        access.require(permissions.why_not_ask_about(by, project))
        office = project.lead_office
    root, now = _root(office), timezone.now()
    request = SupportRequest(kind=kind, office=office, project=project, country=country, subject=subject, owner=owner)
    request.question, request.language, request.asked_by, request.asked_at = question, by.language, by, now
    if blockers := _unsound(request, owner):
        raise access.Unmet(blockers)
    request.due_on = add_working_days(root, day_at(root, now), ANSWER_DAYS)
    request.number = _next_number(root)
    request.save()
    trail.record(request, "endorsement.support_asked", by=by, after=kind)
    notify([owner] if owner else answering(request), kind="endorsement.support_asked", about=request, by=by)
    return request


@transaction.atomic
def take_over(request: SupportRequest, *, by: User, seen: str | None = None) -> SupportRequest:
    """Somebody who answers such questions makes it theirs; who asked, and who had it, are told. `seen` is the uid of the
    owner whom the page showed, empty for nobody: where another took it meanwhile, the one who presses later is told."""
    request = _locked(request)
    has = str(request.owner.uid) if request.owner else ""
    late = _("%(name)s has just taken it over.") % {"name": request.owner} if seen not in (None, has) else None
    _enter(request, permissions.why_not_answer_for(by, request), late or permissions.why_not_take(by, request))
    return _give(request, by, by=by, tell=[request.asked_by, *([request.owner] if request.owner else [])])


@transaction.atomic
def hand_on(request: SupportRequest, person: User, *, by: User) -> SupportRequest:
    """Its owner, or the head of TRD, gives it to somebody else who answers such questions; its day stays."""
    request = _locked(request)
    _enter(request, permissions.why_not_answer_for(by, request), permissions.why_not_hand_on(by, request))
    if sentence := permissions.why_not_answer_for(person, request):
        raise access.Unmet([Blocker(sentence, "#id_person")])
    if person.pk == request.owner_id:
        raise access.Unmet([Blocker(_("%(name)s has it already.") % {"name": person}, "#id_person")])
    request = _give(request, person, by=by, tell=[request.asked_by])
    notify([person], kind="endorsement.support_handed", about=request, by=by)
    return request


def _give(request: SupportRequest, person: User, *, by: User, tell: list[User]) -> SupportRequest:
    before = str(request.owner.uid) if request.owner else ""
    request.owner = person
    request.save(update_fields=["owner"])
    trail.record(request, "endorsement.support_taken", by=by, changes={"owner": [before, str(person.uid)]})
    notify(tell, kind="endorsement.support_taken", about=request, by=by)
    return request


def _say(request: SupportRequest, text: str, *, by: User, is_answer: bool = False) -> SupportEntry:
    if not text.strip():
        raise access.Unmet([Blocker(_("Write a word first."), "#id_text")])
    return SupportEntry.objects.create(request=request, text=text, is_answer=is_answer, at=timezone.now(), by=by)


@transaction.atomic
def ask_back(request: SupportRequest, *, by: User, text: str) -> SupportRequest:
    """The owner needs to know more: the mission has the word, and its days do not count."""
    request = _locked(request)
    _enter(request, permissions.why_not_answer_for(by, request), permissions.why_not_reply(by, request), text)
    _say(request, text, by=by)
    return _step(request, State.ASKED_BACK, "endorsement.support_asked_back", by=by, tell=[request.asked_by])


@transaction.atomic
def write_on(request: SupportRequest, *, by: User, text: str) -> SupportRequest:
    """The mission's word. Where it was asked back, the question is with headquarters again, with the days that were left."""
    request = _locked(request)
    _enter(request, permissions.why_not_speak(by, request), permissions.why_not_write(by, request), text)
    entry = _say(request, text, by=by)
    if request.state == State.ASKED_BACK:
        root = _root(request.office)
        event = trail.of(request).filter(verb="endorsement.support_asked_back").last()
        left = working_days_between(root, day_at(root, event.at), request.due_on) if event else 0
        request.due_on = add_working_days(root, day_at(root, entry.at), max(1, left))
    tell = [request.owner] if request.owner else answering(request)
    return _step(request, State.OPEN, "endorsement.support_written", by=by, tell=tell)


@transaction.atomic
def answer_question(request: SupportRequest, *, by: User, text: str) -> SupportRequest:
    """The owner's answer closes the question."""
    request = _locked(request)
    _enter(request, permissions.why_not_answer_for(by, request), permissions.why_not_reply(by, request), text)
    entry = _say(request, text, by=by, is_answer=True)
    request.answered_by, request.answered_at = by, entry.at
    tell = [request.asked_by, *([request.project.manager] if request.project and request.project.manager else [])]
    return _step(request, State.ANSWERED, "endorsement.support_answered", by=by, tell=tell)


@transaction.atomic
def withdraw_question(request: SupportRequest, *, by: User, reason: str) -> SupportRequest:
    """The mission needs no answer any more; what was said stays."""
    request = _locked(request)
    _enter(request, permissions.why_not_speak(by, request), permissions.why_not_write(by, request), reason)
    tell = [request.owner] if request.owner else []
    return _step(request, State.WITHDRAWN, "endorsement.support_withdrawn", by=by, tell=tell, note=reason)


def _step(request: SupportRequest, to: str, verb: str, *, by: User, tell: list[User], note: str = "") -> SupportRequest:
    before, request.state = request.state, to
    request.save(update_fields=["state", "due_on", "answered_by", "answered_at"])
    trail.record(request, verb, by=by, before=before, after=to, note=note)
    notify(tell, kind=verb, about=request, by=by)
    return request


@transaction.atomic
def keep_answer(request: SupportRequest, *, by: User) -> Resource:
    """Question and answer become the first draft of a lesson, read by nobody else yet and by no more people than the
    question: its author rewrites it, a curator publishes it."""
    request = _locked(request)
    access.require(permissions.why_not_keep_answer(by, request))
    answer = request.entries.filter(is_answer=True).order_by("-pk")[0]
    seen = request.project if request.project and _reads(by, request.project) else None
    groups = list(seen.target_groups.all()) if seen else []
    themes = list(seen.themes.all()) if seen else []
    lands = list(seen.countries.all()) if seen else []
    tier = max(request.tier, knowledge.floor(request.project, groups))
    resource = knowledge.contribute(
        "lesson",
        by=by,
        office=access.standing(by).postings[0].office,
        text=knowledge.Text(request.subject[:200], "", request.language, _words(request, answer)),
        tags=knowledge.Tags(tier, themes, groups, (), lands or ([request.country] if request.country else [])),
        project=seen,
    )
    request.resource = resource
    request.save(update_fields=["resource"])
    trail.record(request, "endorsement.support_kept", by=by)
    return resource


def _reads(user: User, project: Project) -> bool:
    return Project.objects.visible_to(user).filter(pk=project.pk).exists()


def _words(request: SupportRequest, answer: SupportEntry) -> dict[str, Any]:
    return {"context": request.question, "recommendation": answer.text}


@transaction.atomic
def remind_support(request: SupportRequest, *, now: datetime) -> int:
    """Remind of one question by its latest rung: its owner, or all who answer while it has none; in the end the head of TRD
    too (of what is asked of M&E advisers, all of them). One that was asked back reminds who asked, after five working days
    of the office. Says how many were told; late or repeated sweeps add nothing."""
    if request.state == State.ASKED_BACK:
        return _remind_the_mission(request, now)
    today = day_at(_root(request.office), now)
    passed = [rung for rung in RUNGS if rung <= (today - request.due_on).days]
    if request.state != State.OPEN or not passed:
        return 0
    people = [request.owner] if request.owner else answering(request)
    if max(passed) >= HEAD_RUNG:
        heads = access.people_holding("decide_cases", request.office)
        people += list(heads) if request.kind == SupportRequest.Kind.TRD else answering(request)
    facts: dict[str, Any] = {"rule": "support", "due": request.due_on, "rung": str(max(passed))}
    return len(remind(people, kind="endorsement.support_due", about=request, **facts))


def _remind_the_mission(request: SupportRequest, now: datetime) -> int:
    event = trail.of(request).filter(verb="endorsement.support_asked_back").last()
    asked_on = day_at(request.office, event.at if event else request.asked_at)
    due = add_working_days(request.office, asked_on, ANSWER_DAYS)
    if day_at(request.office, now) < due:
        return 0
    return len(remind([request.asked_by], kind="endorsement.support_waits", about=request, rule="asked back", due=due))
