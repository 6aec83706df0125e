"""Who may do what in discussions, as the sentence that greys out the button and explains the 403."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from knowledge import conversing, workflow
from knowledge.models import Discussion, Flag, Reply
from knowledge.permissions.resources import why_not_contribute
from pvehub import access
from pvehub.people.models import User


def moderates(user: User, discussion: Discussion) -> bool:
    """Curators of the office it comes from, and the head of the lead office of the project it stands on."""
    standing = access.standing(user)
    project = discussion.project
    heads = project is not None and standing.may("clear_cases", project.lead_office_id)
    return standing.may("curate_resources", discussion.office_id) or heads


def why_not_talk(user: User) -> str | None:
    """Everybody who serves somewhere."""
    if not (user.is_active and access.standing(user).office_ids):
        return _("Only people who serve at an office ask and answer here.")
    return None


def why_not_reply(user: User, discussion: Discussion) -> str | None:
    """Whoever reads it, while it is not over."""
    if discussion.state == conversing.State.HIDDEN:
        return _("A curator hid this discussion: nobody writes on in it.")
    if discussion.state == conversing.State.CLOSED:
        return _("This discussion is closed. Begin another one, or ask for it to be opened again.")
    return why_not_talk(user)


def why_not_change_words(user: User, words: Discussion | Reply, now: datetime) -> str | None:
    """Their author, for a day; after that people may have relied on them."""
    if words.author_id != user.pk:
        return _("Only the person who wrote it changes the words.")
    is_hidden = words.hidden_at if isinstance(words, Reply) else words.state == conversing.State.HIDDEN
    if is_hidden:
        return _("A curator hid these words: they stay as they are.")
    if now - words.written_at > conversing.EDITABLE:
        return _("Words are changed within a day of being written. Write on below what has to be said.")
    return None


def why_not_accept(user: User, reply: Reply) -> str | None:
    """Whoever asked, and the curators; only where something is asked."""
    discussion = reply.discussion
    if not discussion.is_asking:
        return _("Only questions and requests have accepted answers.")
    if reply.hidden_at or discussion.state in (conversing.State.HIDDEN, conversing.State.CLOSED):
        return _("It is closed or hidden: nothing is accepted in it.")
    if user.pk == discussion.author_id or moderates(user, discussion):
        return None
    return _("Only the person who asked, and the curators, accept an answer.")


def why_not_close(user: User, discussion: Discussion) -> str | None:
    """Whoever began it, and the curators."""
    if discussion.state == conversing.State.HIDDEN:
        return _("A curator hid this discussion.")
    if user.pk == discussion.author_id or moderates(user, discussion):
        return None
    return _("Only the person who began it, and the curators, close it or open it again.")


def why_not_flag(user: User, discussion: Discussion, reply: Reply | None) -> str | None:
    """Every reader, once, of somebody else's words."""
    words = reply or discussion
    if words.author_id == user.pk:
        return _("These are your own words: change or answer them instead.")
    if Flag.objects.open().filter(discussion=discussion, reply=reply, by=user).exists():
        return _("You have flagged this already; a curator has been told.")
    return why_not_talk(user)


def why_not_rule(user: User, discussion: Discussion, reply: Reply | None) -> str | None:
    """Curators in scope, never on what they wrote themselves."""
    if (reply or discussion).author_id == user.pk:
        return _("You wrote it: another curator decides on it.")
    if not moderates(user, discussion):
        return _("Only the curators decide on words that were flagged.")
    return None


def why_not_read_flags(user: User) -> str | None:
    """Those who rule on words somewhere."""
    standing = access.standing(user)
    if standing.anywhere("curate_resources") or standing.anywhere("clear_cases"):
        return None
    return _("Only the curators and heads of mission see what was flagged.")


def why_not_note_outcome(user: User, discussion: Discussion) -> str | None:
    """Those who asked another mission, and those who were asked."""
    if discussion.kind != conversing.Sort.PEER_REQUEST:
        return _("Only a request to another mission has an outcome.")
    if discussion.state == conversing.State.HIDDEN:
        return _("A curator hid this discussion.")
    if user.pk == discussion.author_id or discussion.asked_office_id in access.standing(user).office_ids:
        return None
    return _("Only the person who asked, and the mission that was asked, say what came of it.")


def why_not_begin_lesson(user: User, reply: Reply) -> str | None:
    """Anybody who reads an accepted answer, once; again only when the draft that was begun was taken back."""
    if reply.accepted_at is None or reply.hidden_at:
        return _("A lesson is begun from an accepted answer.")
    if reply.lesson is not None and reply.lesson.state != workflow.State.WITHDRAWN:
        return _("A lesson has been begun from this answer already.")
    return why_not_contribute(user)
