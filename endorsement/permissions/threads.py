"""Who accepts the words that a comment suggests, and who may be named in a thread, as sentences: None means yes."""

from django.utils.translation import gettext as _

from endorsement.models import Case, Comment, Thread
from endorsement.workflow import Status
from projects import permissions as projects
from pvehub.people.models import User

from .cases import answers_for_the_project


def why_not_accept(user: User, comment: Comment) -> str | None:
    """The project's people, on a returned case, in a section that is open; once."""
    thread = comment.thread
    case = thread.case
    if not answers_for_the_project(user, case):
        return _("Only the project's team and officers accept suggested words.")
    if not comment.suggested_text:
        return _("No words are suggested here.")
    if comment.accepted_at is not None:
        return _("These words were accepted already.")
    if case.status != Status.RETURNED:
        return _("Suggested words are accepted while the case is returned to you.")
    if thread.state == Thread.State.RESOLVED:
        return _("This thread is resolved.")
    return projects.why_not_edit(user, case.project, thread.section)


def why_not_mention(person: User, case: Case, audience: str) -> str | None:
    """Only who reads the thread anyway can be named in it; asked of what the person sees at this moment."""
    rows = Case.objects.internal_to(person) if audience == Thread.Audience.INTERNAL else Case.objects.visible_to(person)
    if person.is_active and rows.filter(pk=case.pk).exists():
        return None
    return _("%(name)s does not read this thread, so they cannot be named in it.") % {"name": person}
