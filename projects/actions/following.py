"""What a case tells its project, written in the case's own transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pvehub.access import grants
from pvehub.audit import trail
from pvehub.people.models import User

from .. import indexing, workflow
from ..models import CodeBook, Project
from ..workflow import BEFORE_SUBMISSION, Status
from . import publishing
from .locking import locked
from .ruling import with_class_in_force


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
    override_until: datetime | None = None,
    note: str = "",
    readers: Iterable[User] = (),
) -> Project:
    """The project follows its case: its status, the sections that may be edited now, the endorsed content, who reads it.

    The only writer of these. The caller has asked its own permissions; here only the table of steps is held. `by` is None
    when a timer acts. Readers get the whole record until the grant is taken back; it is theirs by name. The first time a
    project becomes active it gets its code; an override ends with the status it carried.
    """
    project, now = locked(project), timezone.now()
    before, after = project.status, status or project.status
    is_overridden = override_until is not None or project.override_until_at is not None
    if not workflow.may_follow(before, after, is_overridden=is_overridden):
        raise IllegalStep(f"{before} -> {after}")
    if after not in BEFORE_SUBMISSION and project.submitted_once_at is None and after != Status.CANCELLED:
        project.submitted_once_at = now
    project.status, project.changed_at = after, now
    _live(project, before, override_until, now)
    if not isinstance(open_sections, Keep):
        project.open_sections = open_sections
    if not isinstance(endorsed_content, Keep):
        project.endorsed_content = endorsed_content and with_class_in_force(project, endorsed_content)
        project.endorsed_baseline, project.uncovered = project.endorsed_content, None
        publishing.settle_all(project, now)
    project.save()
    for reader in readers:
        grants.give("see_project", project, to=reader, by=by)
    told = {} if isinstance(open_sections, Keep) else {"open_sections": [None, open_sections]}
    trail.record(project, "projects.followed", by=by, before=before, after=after, changes=told, note=note)
    indexing.put(project)
    if not isinstance(endorsed_content, Keep) and by is not None:
        publishing.publish(project, by=by, only_free=True)  # such as a manager who was named meanwhile
    return project


def _live(project: Project, before: str, override_until: datetime | None, now: datetime) -> None:
    """What the new status brings with it: code, the day it began or ended, what a suspension or an override holds."""
    if project.status != before:
        project.held_from = before if project.status == Status.SUSPENDED else ""
        project.override_until_at = override_until
    if project.status == Status.ACTIVE and project.code is None:
        project.code, project.activated_at = next_code(), now
    if project.status in workflow.ENDED and project.ended_at is None:
        project.ended_at = now


def next_code() -> str:
    """PE.0042: the book's one row stays locked until the commit, so no number is skipped or given twice."""
    CodeBook.objects.bulk_create([CodeBook()], ignore_conflicts=True)
    book = CodeBook.objects.select_for_update().get()
    book.last += 1
    book.save(update_fields=["last"])
    return workflow.code(settings.PROJECT_CODE_PATTERN, book.last)
