"""How an override ends: by the end of its passage, by a red line, or by its date."""

from datetime import datetime

from endorsement import workflow
from endorsement.models import Case, Override
from projects import actions as projects
from projects.models import Project
from pvehub.audit import trail
from pvehub.people.models import User

CLEAR = (Case.RedLine.NONE, Case.RedLine.CLEARED)


def end_override(case: Case, *, by: User | None, now: datetime, to: str) -> bool:
    """End the running override of a locked case that stands at `to` from now on; the caller saves the case.

    Where the act itself has not brought the project elsewhere, it goes back to being in endorsement. False when none ran.
    """
    if case.override_until_at is None:
        return False
    case.override_until_at = None
    Override.objects.filter(case=case, ended_at=None).update(ended_at=now)
    if Project.objects.filter(pk=case.project_id, override_until_at__isnull=False).exists():
        projects.follow(case.project, by=by, status="in_endorsement")
    trail.record(case, "endorsement.override_ended", by=by, before=case.status, after=to)
    return True


def settle_override(case: Case, *, by: User | None, now: datetime, to: str) -> bool:
    """An override lasts while its case is in hand and no red line is raised; past either it is over."""
    is_past = to not in workflow.IN_HAND or case.red_line not in CLEAR
    return is_past and end_override(case, by=by, now=now, to=to)
