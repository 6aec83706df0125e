"""A case is withdrawn, put on hold, or taken off hold (step 11)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement.models import Case
from endorsement.workflow import Status
from projects import actions as projects
from pvehub import access
from pvehub.access import Blocker
from pvehub.people.models import User

from .moving import enter, locked, move, queue, readers, team


@transaction.atomic
def withdraw(case: Case, *, by: User, reason: str) -> Case:
    """The project takes its case back: versions, threads and reviews stay on record, the working copy opens."""
    case = locked(case)
    step = enter(case, "withdraw", by=by, kept={str(_("Reason")): reason})
    now = timezone.now()
    tell = [*team(case), *readers(case)] if case.submitted_at else team(case)
    if case.status != Status.DRAFT:
        projects.follow(case.project, by=by, status="draft", open_sections=None)
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
