"""An endorsement ends before its project does: revoked by headquarters, or by its date (step 13)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, validity, workflow
from endorsement.models import Case
from endorsement.workflow import Status
from projects import actions as projects
from projects.workflow import ENDED
from projects.workflow import Status as Life
from pvehub import access
from pvehub.access import Blocker
from pvehub.notifications import remind
from pvehub.people.calendar import day_at
from pvehub.people.models import User

from .moving import enter, heads, locked, move, team
from .pausing import take_back
from .scheduling import schedule_reports
from .superseding import told

# What becomes of the project when its endorsement is revoked.
FATES = (Life.SUSPENDED, Life.CANCELLED)


@transaction.atomic
def revoke(case: Case, *, by: User, reason: str, fate: str = Life.SUSPENDED) -> Case:
    """Headquarters takes the endorsement back for good; it does not come again, only another case does.

    The project stops until it is endorsed anew, or is given up: then whatever case of it was open is withdrawn.
    """
    case = locked(case)
    step = enter(case, "revoke", by=by, kept={str(_("Reason")): reason})
    blockers = [] if reason.strip() else [Blocker(_("Say why."), "#id_reason")]
    if fate not in FATES:
        blockers.append(Blocker(_("Choose what becomes of the project."), "#id_fate"))
    if blockers:
        raise access.Unmet(blockers)
    people, now = told(case), timezone.now()
    case = move(case, step, Status.REVOKED, by=by, now=now, tell=people, note=reason, fate=str(Life(fate).label))
    projects.follow(case.project, by=by, status=fate, note=reason)
    if fate == Life.CANCELLED:
        take_back(case.project, by=by, reason=reason)
    schedule_reports(case.project, by=by, now=now)
    return case


@transaction.atomic
def expire(case: Case, *, now: datetime) -> bool:
    """The last day of the endorsement is over: a project at work stops until it is endorsed anew. False where it is not.

    One that is closing closes; of one that has ended nobody has to be told.
    """
    case = locked(case)
    until = guards.ends_on(case) if case.status in workflow.IN_GOOD_STANDING else None
    if until is None or day_at(case.project.lead_office, now) <= until:
        return False
    step, has_ended = workflow.BY_SLUG["expire"], case.project.status in ENDED
    changes = {"until": ["", until.isoformat()]}
    people = [] if has_ended else told(case)
    move(case, step, Status.EXPIRED, by=None, now=now, tell=people, changes=changes, until_on=until)
    if case.project.status in (Life.ENDORSED, Life.ACTIVE):
        projects.follow(case.project, by=None, status=Life.SUSPENDED.value, note=step.past)
    return True


@transaction.atomic
def remind_of_end(case: Case, *, now: datetime) -> int:
    """Tell team and head of the lead office 60, 30 and 7 days before the end; of the rungs only the latest reached."""
    case = locked(case)
    until = guards.ends_on(case) if case.status in workflow.IN_GOOD_STANDING else None
    if until is None or case.project.status not in (Life.ENDORSED, Life.ACTIVE):
        return 0
    today = day_at(case.project.lead_office, now)
    rung = validity.rung(until, today)
    if rung is None or today > until:
        return 0
    people = list(dict.fromkeys([*team(case), *heads(case)]))
    return len(remind(people, "endorsement.ending", case, rule="validity", due=until, rung=str(rung), until_on=until))
