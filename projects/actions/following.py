"""What a case tells its project, written in the case's own transaction."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from pvehub.access import grants
from pvehub.audit import trail
from pvehub.people.models import User

from .. import indexing, workflow
from ..models import Project
from ..workflow import BEFORE_SUBMISSION, Status
from .locking import locked


class Keep:
    """Leave it as it is; None has its own meaning for sections (all open) and content (none endorsed)."""


KEEP: Final = Keep()


class IllegalStep(ValueError):
    """The workflow table has no such step."""


@transaction.atomic
def follow(
    project: Project,
    *,
    by: User | None,
    status: str | None = None,
    open_sections: list[str] | Keep | None = KEEP,
    endorsed_content: dict[str, Any] | Keep | None = KEEP,
    readers: Iterable[User] = (),
) -> Project:
    """The project follows its case: its status, the sections that may be edited now, the endorsed content, who reads it.

    The only writer of these. The caller has asked its own permissions; here only the table of steps is held. `by` is None
    when a timer acts. Readers get the whole record until the grant is taken back; it is theirs by name.
    """
    project, now = locked(project), timezone.now()
    before, after = project.status, status or project.status
    if not workflow.may_follow(before, after):
        raise IllegalStep(f"{before} -> {after}")
    if after not in BEFORE_SUBMISSION and project.submitted_once_at is None and after != Status.CANCELLED:
        project.submitted_once_at = now
    project.status, project.changed_at = after, now
    if not isinstance(open_sections, Keep):
        project.open_sections = open_sections
    if not isinstance(endorsed_content, Keep):
        project.endorsed_content = endorsed_content
    project.save()
    for reader in readers:
        grants.give("see_project", project, to=reader, by=by)
    told = {} if isinstance(open_sections, Keep) else {"open_sections": [None, open_sections]}
    trail.record(project, "projects.followed", by=by, before=before, after=after, changes=told)
    indexing.put(project)
    return project
