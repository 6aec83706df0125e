"""The head of the lead office clears a case for headquarters, or sends it back to the team (step 2)."""

from django.db import transaction
from django.utils import timezone

from endorsement.models import Case
from endorsement.workflow import Status
from projects import actions as projects
from pvehub.people.models import User

from .moving import enter, locked, move, queue, region, team


@transaction.atomic
def clear(case: Case, *, by: User, note: str = "") -> Case:
    """The lead office stands behind the case; the clock of the region or of headquarters starts."""
    case = locked(case)
    step = enter(case, "clear", by=by, kept={"note": note})
    office = case.project.region
    stage = Status.REGIONAL if office is not None and office.has_regional_stage else Status.SCREENING
    next_ones = region(case) if stage == Status.REGIONAL else queue(case)
    return move(case, step, stage, by=by, now=timezone.now(), tell=[*next_ones, *team(case)], note=note)


@transaction.atomic
def send_back(case: Case, *, by: User, reason: str) -> Case:
    """Not ready: the case is a draft again and the working copy opens; the frozen version stays on record."""
    case = locked(case)
    step = enter(case, "send-back", by=by, kept={"reason": reason})
    projects.follow(case.project, by=by, status="draft", open_sections=None)
    return move(case, step, Status.DRAFT, by=by, now=timezone.now(), tell=team(case), note=reason)
