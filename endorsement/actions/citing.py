"""Resources looked at for a case by headquarters: cited with a word why, or put aside with a reason."""

from django.db import transaction

from endorsement import permissions
from endorsement.models import Case
from knowledge import actions as knowledge
from knowledge.models import Citation, Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User

from .moving import locked


def place_of(case: Case) -> knowledge.Place:
    """Where headquarters cites: at the case, in the version that is on the table."""
    number = case.current_submission.number if case.current_submission else 0
    return knowledge.Place("case", case.ref, f"v{number}" if number else "")


@transaction.atomic
def cite(case: Case, resource: Resource, *, by: User, stance: str, why: str) -> Citation:
    """Say of a published resource that it speaks for this case or not, and why; a later word replaces the one before."""
    case = locked(case)
    access.require(permissions.why_not_cite(by, case))
    made, before = knowledge.weigh_internally(
        case.project, resource, by=by, stance=stance, place=place_of(case), why=why
    )
    changes = {"resource": ["", str(resource.uid)], "word": [before, stance]}
    trail.record(case, "endorsement.cited", by=by, changes=changes)
    return made
