"""An endorsement is suspended, the suspension lifted, or the endorsement released from its conditions (steps 13 and 14)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, workflow
from endorsement.models import Case
from endorsement.workflow import Status
from projects import actions as projects
from projects.lateness import today_of
from projects.workflow import ENDED, may_follow
from projects.workflow import Status as Life
from pvehub import access
from pvehub.people.models import User

from .moving import enter, heads, locked, move, team
from .reminding import seated


def _told(case: Case) -> list[User]:
    return [*team(case), *heads(case), *([case.lead] if case.lead else [])]


@transaction.atomic
def suspend(case: Case, *, by: User, reason: str) -> Case:
    """Headquarters stops the project: what it was doing is remembered, the letter's check page says so."""
    case = locked(case)
    step = enter(case, "suspend", by=by, kept={str(_("Reason")): reason})
    projects.follow(case.project, by=by, status=Life.SUSPENDED.value, note=reason)
    return move(case, step, Status.SUSPENDED, by=by, now=timezone.now(), tell=_told(case), note=reason)


@transaction.atomic
def suspend_overdue(case: Case, *, now: datetime) -> bool:
    """A condition is past its date and its grace: the project stops by itself. False where nothing is late any more."""
    case = locked(case)
    late = guards.past_grace(case, today_of(case.project, now))
    stands = case.status in workflow.IN_GOOD_STANDING and case.project.status not in ENDED
    if not (late and stands and may_follow(case.project.status, Life.SUSPENDED)):
        return False
    said = _("Condition %(n)d was due on %(day)s and is neither met nor waived.")
    note = " ".join(said % {"n": row.number, "day": row.due_on} for row in late)
    projects.follow(case.project, by=None, status=Life.SUSPENDED.value, note=note)
    tell = [*_told(case), *seated(case, "trd-head")]
    move(case, workflow.BY_SLUG["suspend"], Status.SUSPENDED, by=None, now=now, tell=tell, note=note)
    return True


@transaction.atomic
def lift(case: Case, *, by: User, reason: str) -> Case:
    """The cause is mended: case and project are again what they were."""
    case = locked(case)
    step = enter(case, "lift", by=by, kept={str(_("What was mended")): reason})
    if blockers := guards.to_lift(case):
        raise access.Unmet(blockers)
    if case.project.status == Life.SUSPENDED:
        was = case.project.held_from or Life.ENDORSED.value
        projects.follow(case.project, by=by, status=was, note=reason)
    return move(case, step, Status(case.held_from), by=by, now=timezone.now(), tell=_told(case), note=reason)


@transaction.atomic
def release(case: Case, *, by: User, note: str = "") -> Case:
    """Every condition before the start and by a date is settled: the endorsement stands without them."""
    case = locked(case)
    step = enter(case, "release", by=by, kept={str(_("Note")): note})
    if blockers := guards.to_release(case):
        raise access.Unmet(blockers)
    return move(case, step, Status.ENDORSED, by=by, now=timezone.now(), tell=_told(case), note=note)
