"""What comes of a discussion: accepted answers, a lesson begun from one, its end, the outcome of a request."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from knowledge import checks, conversing, permissions
from knowledge.actions.contributing import Tags, Text, contribute, floor
from knowledge.actions.talking import locked_talk, readers, reindex_talk
from knowledge.models import Discussion, Reply, Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User


def held(reply: Reply) -> Reply:
    """The reply as it is now, with its discussion held until the transaction ends."""
    discussion = locked_talk(reply.discussion)
    found: Reply = Reply.objects.select_related("author").get(pk=reply.pk)
    found.discussion = discussion
    return found


def settle(discussion: Discussion, *, by: User, verb: str, note: str = "") -> Discussion:
    """It is answered while an accepted answer is shown, else open; recorded under the verb of what was done."""
    before = discussion.state
    accepted = discussion.replies.shown().filter(accepted_at__isnull=False).exists()
    return move(discussion, conversing.State.ANSWERED if accepted else conversing.State.OPEN, before, by, verb, note)


def move(discussion: Discussion, after: str, before: str, by: User, verb: str, note: str = "") -> Discussion:
    """The one way the state changes, by the table."""
    if after != before and not conversing.steps(before, after):
        raise ValueError(f"{before} -> {after}")  # a step that no act leads to
    discussion.state = after
    discussion.save(update_fields=["state", "reason"])
    trail.record(discussion, verb, by=by, before=before, after=after, note=note)
    return discussion


@transaction.atomic
def accept(reply: Reply, *, by: User, is_accepted: bool = True) -> Reply:
    """Whoever asked says that this answers it; several may. Who gave the answer hears of it. It can be taken back."""
    reply = held(reply)
    access.require(permissions.why_not_accept(by, reply))
    if bool(reply.accepted_at) == is_accepted:
        return reply
    reply.accepted_by, reply.accepted_at = (by, timezone.now()) if is_accepted else (None, None)
    reply.save(update_fields=["accepted_by", "accepted_at"])
    settle(reply.discussion, by=by, verb="knowledge.answer_accepted" if is_accepted else "knowledge.answer_unaccepted")
    if is_accepted:
        told = readers(reply.discussion, [reply.author])
        notify(told, "knowledge.talk_accepted", about=reply.discussion, by=by, key=f"accepted:{reply.pk}")
    return reply


@transaction.atomic
def begin_lesson(reply: Reply, *, by: User) -> Resource:
    """A lesson draft from an accepted answer: the question is its context, the answer what happened, and whoever answered
    stands beside who begins it. It is born as closed as what was discussed."""
    reply = held(reply)
    access.require(permissions.why_not_begin_lesson(by, reply))
    discussion = reply.discussion
    tags = Tags(
        tier=max(discussion.tier, floor(discussion.project, ())),
        themes=list(discussion.themes.all()),
        drivers=list(discussion.drivers.all()),
        countries=list(discussion.countries.all()),
        co_authors=[one for one in (reply.author,) if one != by and one.is_active],
    )
    office = by.first_office()
    assert office is not None  # the permission has asked for a posting
    lesson = contribute(
        "lesson",
        by=by,
        office=office,
        text=Text(
            discussion.title,
            Truncator(" ".join(reply.text.split())).chars(checks.SUMMARY_MOST),
            discussion.language,
            {"context": discussion.text, "happened": reply.text},
        ),
        tags=tags,
        project=discussion.project,
    )
    reply.lesson = lesson
    reply.save(update_fields=["lesson"])
    trail.record(discussion, "knowledge.lesson_begun", by=by)
    return lesson


@transaction.atomic
def close(discussion: Discussion, *, by: User, reason: str) -> Discussion:
    """It is over, and says why; what was written stays readable. Who began it hears when somebody else closes it."""
    discussion = locked_talk(discussion)
    access.require(permissions.why_not_close(by, discussion))
    if discussion.state == conversing.State.CLOSED:
        return discussion
    discussion.reason = reason
    move(discussion, conversing.State.CLOSED, discussion.state, by, "knowledge.discussion_closed", reason)
    notify(readers(discussion, [discussion.author]), "knowledge.talk_moderated", about=discussion, by=by)
    return discussion


@transaction.atomic
def reopen(discussion: Discussion, *, by: User) -> Discussion:
    """It goes on."""
    discussion = locked_talk(discussion)
    access.require(permissions.why_not_close(by, discussion))
    if discussion.state != conversing.State.CLOSED:
        return discussion
    discussion.reason = ""
    return settle(discussion, by=by, verb="knowledge.discussion_reopened")


@transaction.atomic
def note_outcome(discussion: Discussion, *, by: User, outcome: str) -> Discussion:
    """What came of asking another mission, said once it is known; both sides hear of it, and it can be said better later."""
    discussion = locked_talk(discussion)
    access.require(permissions.why_not_note_outcome(by, discussion))
    before = discussion.outcome
    discussion.outcome, discussion.outcome_by, discussion.outcome_at = outcome, by, timezone.now()
    discussion.save(update_fields=["outcome", "outcome_by", "outcome_at"])
    trail.record(discussion, "knowledge.outcome_noted", by=by, changes={"outcome": [before, outcome]})
    following = User.objects.filter(pk__in=discussion.follows.values("user"))
    notify(readers(discussion, following), "knowledge.talk_replied", about=discussion, by=by)
    reindex_talk(discussion)
    return discussion
