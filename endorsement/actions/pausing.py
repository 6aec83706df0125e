"""A case is withdrawn, put on hold, or taken off hold (step 11)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import workflow
from endorsement.models import Case
from endorsement.workflow import Status, Step
from projects.models import Project
from projects.workflow import Status as Life
from pvehub import access
from pvehub.access import Blocker
from pvehub.people.models import User

from .leading import lead_on
from .moving import enter, locked, move, queue, readers, team


@transaction.atomic
def withdraw(case: Case, *, by: User, reason: str) -> Case:
    """The project takes its case back: versions, threads and reviews stay on record, the working copy opens.

    What was endorsed before stands.
    """
    case = locked(case)
    return _withdraw(case, enter(case, "withdraw", by=by, kept={str(_("Reason")): reason}), by=by, reason=reason)


def take_back(project: Project, *, by: User, reason: str) -> None:
    """Every open case of a project that has ended is withdrawn with it; the caller has asked its own permission."""
    for case in project.cases.filter(status__in=[status.value for status in workflow.OPEN]).order_by("pk"):
        _withdraw(locked(case), workflow.BY_SLUG["withdraw"], by=by, reason=reason)


def _withdraw(case: Case, step: Step, *, by: User, reason: str) -> Case:
    now = timezone.now()
    tell = [*team(case), *readers(case)] if case.submitted_at else team(case)
    if case.status != Status.DRAFT:
        lead_on(case, Life.DRAFT, by=by, open_sections=None)
    case.assignments.filter(closed_at=None).update(closed_at=now)
    return move(case, step, Status.WITHDRAWN, by=by, now=now, tell=tell, note=reason)


@transaction.atomic
def hold(case: Case, *, by: User, reason: str, review_on: date) -> Case:
    """TRD waits for something outside: the clock stops, and the hold is looked at again on a date."""
    case = locked(case)
    step = enter(case, "hold", by=by, kept={str(_("Reason")): reason})
    if review_on <= timezone.localdate():
        raise access.Unmet([Blocker(_("The date for looking at the hold again has to lie ahead."), "#id_review_on")])
    case.review_on = review_on
    tell = [*team(case), *readers(case)]
    return move(case, step, Status.ON_HOLD, by=by, now=timezone.now(), tell=tell, note=reason)


@transaction.atomic
def resume(case: Case, *, by: User, note: str = "") -> Case:
    """Back to where it was held; the clock runs on."""
    case = locked(case)
    step = enter(case, "resume", by=by, kept={str(_("Note")): note})
    case.review_on = None
    tell = [*team(case), *(readers(case) or queue(case))]
    return move(case, step, Status(case.held_from), by=by, now=timezone.now(), tell=tell, note=note)
