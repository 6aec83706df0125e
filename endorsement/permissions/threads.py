"""Who accepts the words that a comment suggests, and who may be named in a thread, as sentences: None means yes."""

from collections.abc import Iterable

from django.db.models import Value
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


def who_reads(people: Iterable[User], case: Case, audience: str) -> list[User]:
    """Of these people those who read such a thread of the case at this moment; one query for all of them."""
    people = list(people)
    is_internal = audience == Thread.Audience.INTERNAL
    asked = [
        (Case.objects.internal_to(person) if is_internal else Case.objects.visible_to(person))
        .filter(pk=case.pk)
        .order_by()
        .values_list(Value(person.pk))
        for person in people
        if person.is_active
    ]
    found = {pk for (pk,) in asked[0].union(*asked[1:], all=True)} if asked else set()
    return [person for person in people if person.pk in found]


def why_not_mention(person: User, case: Case, audience: str) -> str | None:
    """Only who reads the thread anyway can be named in it; asked of what the person sees at this moment."""
    if who_reads([person], case, audience):
        return None
    return _("%(name)s does not read this thread, so they cannot be named in it.") % {"name": person}
