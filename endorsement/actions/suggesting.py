"""The author takes over the words a reviewer suggested, in one step: the field, the thread's answer, the record."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, permissions
from endorsement.models import Comment, Thread
from projects import actions as projects
from projects import content
from projects.actions import Given
from projects.models import Project
from projects.tokens import Seen
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from .moving import locked, readers


@transaction.atomic
def accept_suggestion(comment: Comment, *, by: User) -> Comment:
    """Write the suggested words into the working copy and answer the thread with that.

    They take the place of the words the comment quotes, or of the whole field as it was frozen. Where somebody has
    changed those words since, nothing is written: the author puts them in by hand.
    """
    case = locked(comment.thread.case)
    thread = case.threads.select_for_update(of=("self",)).get(pk=comment.thread_id)
    thread.case = case
    fresh: Comment = thread.comments.select_for_update(of=("self",)).get(pk=comment.pk)
    fresh.thread = thread
    access.require(permissions.why_not_accept(by, fresh))
    _write(case.project, thread, fresh.suggested_text, by=by)
    now = timezone.now()
    fresh.accepted_at, fresh.accepted_by = now, by
    fresh.save(update_fields=["accepted_at", "accepted_by"])
    answer = {"text": _("Accepted: the suggested words stand in the text now."), "is_answer": True}
    Comment.objects.create(thread=thread, written_at=now, written_by=by, **answer)
    thread.state = Thread.State.ANSWERED
    thread.save(update_fields=["state"])
    place = guards.named(thread, None)
    trail.record(case, "endorsement.suggestion_accepted", by=by, changes={"thread": ["", place]})
    notify(readers(case), kind="endorsement.answered", about=case, by=by)
    return fresh


def _write(project: Project, thread: Thread, words: str, *, by: User) -> None:
    record = content.read(project, [thread.field])
    now, revision = str(record.data[thread.field]), record.revisions[thread.field]
    then = _frozen(thread)
    if thread.quoted and now.count(thread.quoted) == 1:
        text = now.replace(thread.quoted, words)
    elif not thread.quoted and then is not None and now == then:
        text = words
    else:
        sentence = _(
            "The text has changed since, so these words cannot take their place by themselves: put them in by hand."
        )
        raise access.Unmet([Blocker(sentence, f"#{thread.anchor}")])
    given = Given(data=text, text=text, seen=Seen.of(now, revision))
    saved = projects.save_fields(project, thread.section, {thread.field: given}, by=by)
    if thread.field not in saved.changed and text != now:
        raise access.Unmet(
            [Blocker(_("The field was not changed: somebody else is writing in it."), f"#{thread.anchor}")]
        )


def _frozen(thread: Thread) -> str | None:
    """What the field said in the version the comment was last hung on."""
    for section in thread.current_submission.content.get("sections", []):
        for item in section["fields"]:
            if section["slug"] == thread.section and item["name"] == thread.field:
                return str(item["data"])
    return None
