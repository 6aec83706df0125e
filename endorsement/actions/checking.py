"""The status of a case is a cache of its events: recomputed here, and mended where it differs."""

from collections.abc import Iterator

import pgtrigger
from django.db import transaction

from endorsement import workflow
from endorsement.models import Case
from pvehub.audit import trail


def from_events(case: Case) -> workflow.Standing:
    """What the events of a case say about it."""
    return workflow.replay(trail.of(case).order_by("seq").values_list("verb", "after"))


def differing() -> Iterator[tuple[Case, workflow.Standing]]:
    """Cases whose cached status, return or hold is not what their events say."""
    for case in Case.objects.order_by("pk").iterator():
        said = from_events(case)
        if (case.status, case.resume_to, case.held_from) != (said.status, said.resume_to, said.held_from):
            yield case, said


@transaction.atomic
def rebuild(case: Case) -> Case:
    """Write what the events say, past the trigger that refuses such a step, and put that on record."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    said, before = from_events(case), case.status
    case.status, case.resume_to, case.held_from = said.status, said.resume_to, said.held_from
    with pgtrigger.ignore("endorsement.Case:legal_steps"):
        case.save(update_fields=["status", "resume_to", "held_from"])
    trail.record(case, "endorsement.rebuilt", by=None, changes={"status": [before, str(said.status)]})
    return case
