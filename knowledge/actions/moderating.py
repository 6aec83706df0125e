"""Words that should not stand there: flagged by readers, ruled on by curators, with the reason on record."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from knowledge import conversing, permissions
from knowledge.actions.concluding import move, settle
from knowledge.actions.talking import locked_talk, readers, reindex_talk
from knowledge.models import Discussion, Flag, Reply
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User


@transaction.atomic
def flag(discussion: Discussion, reply: Reply | None, *, by: User, reason: str) -> Flag:
    """A reader says that words should not stand there. They stay until a curator has looked; the curators are told."""
    discussion = locked_talk(discussion)
    access.require(permissions.why_not_flag(by, discussion, reply))
    made = Flag.objects.create(discussion=discussion, reply=reply, reason=reason, by=by, at=timezone.now())
    trail.record(discussion, "knowledge.words_flagged", by=by)
    author = (reply or discussion).author_id
    ruling = [one for one in moderators(discussion) if one.pk != author]
    notify(ruling, "knowledge.talk_flagged", about=discussion, by=by)
    return made


@transaction.atomic
def rule(discussion: Discussion, reply: Reply | None, *, by: User, ruling: str, reason: str) -> Discussion:
    """A curator hides words, shows them again, or leaves them; every flag on them is answered by it. Whoever wrote them,
    and whoever flagged them, is told."""
    discussion = locked_talk(discussion)
    reply = discussion.replies.select_related("author").get(pk=reply.pk) if reply else None
    words = reply or discussion
    access.require(permissions.why_not_rule(by, discussion, reply))
    now = timezone.now()
    if ruling != conversing.Ruling.KEEP:
        is_hiding = ruling == conversing.Ruling.HIDE
        if reply:
            _hide_reply(discussion, reply, by=by, reason=reason, is_hiding=is_hiding)
        else:
            _hide(discussion, by=by, reason=reason, is_hiding=is_hiding)
        reindex_talk(discussion)
    else:
        trail.record(discussion, "knowledge.words_kept", by=by, note=reason)
    flags = Flag.objects.open().filter(discussion=discussion, reply=reply)
    flaggers = list(User.objects.filter(pk__in=flags.values("by")))
    flags.update(ruling=ruling, answer=reason, answered_by=by, answered_at=now)
    author = [] if ruling == conversing.Ruling.KEEP else readers(discussion, [words.author])
    notify(author, "knowledge.talk_moderated", about=discussion, by=by)
    told = [one for one in readers(discussion, flaggers) if one not in author]
    notify(told, "knowledge.talk_ruled", about=discussion, by=by)
    return discussion


def moderators(discussion: Discussion) -> list[User]:
    """Those who rule on its words and may read it."""
    curators = access.people_holding("curate_resources", discussion.office)
    heads = access.people_holding("clear_cases", discussion.project.lead_office) if discussion.project else ()
    return readers(discussion, {one.pk: one for one in [*curators, *heads]}.values())


def _hide_reply(discussion: Discussion, reply: Reply, *, by: User, reason: str, is_hiding: bool) -> None:
    reply.hidden_by, reply.hidden_at = (by, timezone.now()) if is_hiding else (None, None)
    reply.hidden_reason = reason if is_hiding else ""
    reply.save(update_fields=["hidden_by", "hidden_at", "hidden_reason"])
    verb = "knowledge.words_hidden" if is_hiding else "knowledge.words_restored"
    if discussion.state in (conversing.State.OPEN, conversing.State.ANSWERED):
        settle(discussion, by=by, verb=verb, note=reason)
    else:
        trail.record(discussion, verb, by=by, note=reason)


def _hide(discussion: Discussion, *, by: User, reason: str, is_hiding: bool) -> None:
    before = discussion.state
    if is_hiding and before != conversing.State.HIDDEN:
        discussion.reason = reason
        move(discussion, conversing.State.HIDDEN, before, by, "knowledge.words_hidden", reason)
    elif not is_hiding and before == conversing.State.HIDDEN:
        discussion.reason = ""
        settle(discussion, by=by, verb="knowledge.words_restored", note=reason)
