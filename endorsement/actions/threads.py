"""Comments on a field of a version, answers to them, and the word that one is settled."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, permissions
from endorsement.diffing import shown
from endorsement.models import Case, Comment, Submission, Thread
from projects.sections import FIELDS, Kind
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from .drafting import let_go
from .mentioning import name, named
from .moving import locked, readers, team


def words_at(submission: Submission, section: str, field: str) -> str | None:
    """What a version says at section.field; None where it has no such place."""
    for part in submission.content.get("sections", []):
        if part["slug"] == section:
            if not field:
                return ""
            return next((shown(item["value"]) for item in part["fields"] if item["name"] == field), None)
    return "" if not section else None


def comment_form(section: str = "", field: str = "") -> str:
    """The name under which the words of a comment on this place are kept while they are typed."""
    return "-".join(["comment", *([section, field] if section else [])]).rstrip("-")


def reply_form(thread: Thread) -> str:
    """The same of an answer in a thread."""
    return f"reply-{thread.pk}"


def takes_words(field: str) -> bool:
    """Whether a field is a text, for which other words can be suggested."""
    return field in FIELDS and FIELDS[field].kind in (Kind.TEXT, Kind.LONGTEXT)


@transaction.atomic
def comment(
    case: Case,
    *,
    by: User,
    text: str,
    section: str = "",
    field: str = "",
    quoted: str = "",
    audience: str = Thread.Audience.EVERYONE,
    is_response_required: bool = False,
    is_blocking: bool = False,
    suggested_text: str = "",
    mentions: Sequence[User] = (),
) -> Thread:
    """Open a thread on a place of the version that counts now. What is internal asks nothing of the mission."""
    case = locked(case)
    access.require(permissions.why_not_comment(by, case))
    submission = case.current_submission
    words = words_at(submission, section, field) if submission else None
    internal = audience == Thread.Audience.INTERNAL
    blockers = [*_misplaced(words, quoted), *named(case, mentions, audience, by=by)]
    if internal and is_response_required:
        blockers.append(Blocker(_("An internal comment cannot ask the mission for a response."), "#id_audience"))
    if suggested_text and (internal or not takes_words(field)):
        sentence = _("Words are suggested for a text, and where the mission reads them.")
        blockers.append(Blocker(sentence, "#id_suggested_text"))
    if blockers:
        raise access.Unmet(blockers)
    now = timezone.now()
    thread = case.threads.create(
        submission=submission,
        current_submission=submission,
        section=section,
        field=field,
        quoted=quoted,
        audience=audience,
        is_response_required=is_response_required,
        is_blocking=is_blocking,
        opened_at=now,
        opened_by=by,
    )
    said = {"text": text, "suggested_text": suggested_text, "written_at": now, "written_by": by}
    told = name(case, Comment.objects.create(thread=thread, **said), mentions, by=by)
    let_go(case, comment_form(section, field), by=by)
    trail.record(case, "endorsement.discussed" if internal else "endorsement.commented", by=by)
    notify([person for person in readers(case) if person not in told], "endorsement.commented", about=case, by=by)
    return thread


def _misplaced(words: str | None, quoted: str) -> list[Blocker]:
    if words is None:
        return [Blocker(_("This version has no such place."), "#id_text")]
    if quoted and quoted not in words:
        return [Blocker(_("The quoted words do not stand in this field."), "#id_quoted")]
    return []


@transaction.atomic
def reply(
    thread: Thread,
    *,
    by: User,
    text: str,
    is_unchanged_explained: bool = False,
    asks_again: bool = False,
    mentions: Sequence[User] = (),
) -> Comment:
    """Write on in a thread. What the project's people write is its answer; TRD may ask again."""
    case = locked(thread.case)
    thread = case.threads.select_for_update(of=("self",)).get(pk=thread.pk)
    thread.case = case
    access.require(permissions.why_not_answer(by, thread))
    if blockers := named(case, mentions, thread.audience, by=by):
        raise access.Unmet(blockers)
    is_answer = permissions.answers_for_the_project(by, case)
    written = Comment.objects.create(
        thread=thread,
        text=text,
        is_answer=is_answer,
        is_unchanged_explained=is_answer and is_unchanged_explained,
        written_at=timezone.now(),
        written_by=by,
    )
    before = thread.state
    if is_answer:
        thread.state = Thread.State.ANSWERED
    elif asks_again:
        thread.state = Thread.State.OPEN
    thread.save(update_fields=["state"])
    internal = thread.audience == Thread.Audience.INTERNAL
    verb = "endorsement.discussed" if internal else "endorsement.answered" if is_answer else "endorsement.commented"
    # The status of the case does not move: before and after are the thread's own, and told as changes.
    trail.record(case, verb, by=by, changes={} if internal else {"thread": [before, thread.state]})
    tell = readers(case) if internal or is_answer else [*readers(case), *team(case)]
    told = name(case, written, mentions, by=by)
    let_go(case, reply_form(thread), by=by)
    kind = "endorsement.answered" if is_answer else "endorsement.commented"
    notify([person for person in tell if person not in told], kind=kind, about=case, by=by)
    return written


@transaction.atomic
def resolve(thread: Thread, *, by: User, verdict: str = "") -> Thread:
    """The one who asked is content, or the lead says it is settled, and how; who reads the thread reads that."""
    case = locked(thread.case)
    thread = case.threads.select_for_update(of=("self",)).get(pk=thread.pk)
    thread.case = case
    access.require(permissions.why_not_resolve(by, thread))
    thread.state, thread.resolved_at, thread.resolved_by = Thread.State.RESOLVED, timezone.now(), by
    thread.verdict = verdict.strip()
    thread.save(update_fields=["state", "resolved_at", "resolved_by", "verdict"])
    if thread.audience == Thread.Audience.EVERYONE:
        place = guards.named(thread, None)
        trail.record(case, "endorsement.resolved", by=by, changes={"thread": ["", place]})
    return thread
