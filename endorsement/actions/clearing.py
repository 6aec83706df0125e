"""The head of the lead office clears a case for headquarters, or sends it back to the team (step 2)."""

from django.db import transaction
from django.utils import timezone

from endorsement.models import Case
from endorsement.workflow import Status
from projects.workflow import Status as Life
from pvehub.people.models import User

from .leading import lead_on
from .moving import enter, locked, move, queue, region, team


@transaction.atomic
def clear(case: Case, *, by: User, note: str = "") -> Case:
    """The lead office stands behind the case; the clock of the region or of headquarters starts.

    An emergency skips the region.
    """
    case = locked(case)
    step = enter(case, "clear", by=by, kept={"note": note})
    office = case.project.region
    is_advised = office is not None and office.has_regional_stage and case.kind != Case.Kind.EMERGENCY
    stage = Status.REGIONAL if is_advised else Status.SCREENING
    next_ones = region(case) if stage == Status.REGIONAL else queue(case)
    return move(case, step, stage, by=by, now=timezone.now(), tell=[*next_ones, *team(case)], note=note)


@transaction.atomic
def send_back(case: Case, *, by: User, reason: str) -> Case:
    """Not ready: the case is a draft again and the working copy opens; the frozen version stays on record."""
    case = locked(case)
    step = enter(case, "send-back", by=by, kept={"reason": reason})
    lead_on(case, Life.DRAFT, by=by, open_sections=None)
    return move(case, step, Status.DRAFT, by=by, now=timezone.now(), tell=team(case), note=reason)
