"""How many working days each stage has: set by administrators, on record, for what begins from then on."""

from collections.abc import Mapping

from django.db import transaction

from endorsement import permissions, timing, workflow
from endorsement.models import Target
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User


@transaction.atomic
def set_targets(days: Mapping[str, int], *, by: User) -> list[Target]:
    """Give stages other days. A stage that runs keeps what it began with: nobody's date moves under their hands."""
    access.require(permissions.why_not_set_targets(by))
    changed = []
    before = timing.targets()
    for stage in workflow.TARGET_DAYS:
        if stage not in days or days[stage] == before[stage]:
            continue
        target, _is_new = Target.objects.update_or_create(stage=stage, defaults={"days": days[stage]})
        trail.record(target, "endorsement.target_set", by=by, changes={str(stage): [before[stage], days[stage]]})
        changed.append(target)
    return changed
