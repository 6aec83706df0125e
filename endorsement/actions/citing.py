"""Resources looked at for a case: cited with a word why, or put aside with a reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import permissions
from endorsement.models import Case, Citation
from knowledge.models import Resource
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.people.models import User

from .moving import locked


@transaction.atomic
def cite(case: Case, resource: Resource, *, by: User, state: str, why: str) -> Citation:
    """Say of a published resource that it speaks for this case or not, and why; a later word replaces the one before."""
    case = locked(case)
    access.require(permissions.why_not_cite(by, case))
    if not Resource.objects.visible_to(by).published().filter(pk=resource.pk).exists():
        raise access.Unmet([Blocker(_("There is no such resource."))])
    if state not in Citation.State.values or not why.strip():
        raise access.Unmet([Blocker(_("Say whether you cite it, and why."), "#id_why")])
    said = {"state": state, "why": why, "by": by, "at": timezone.now(), "submission": case.current_submission}
    before = Citation.objects.filter(case=case, resource=resource).first()
    changes = {"resource": ["", str(resource.uid)], "word": [before.state if before else "", state]}
    made, _is_new = Citation.objects.update_or_create(case=case, resource=resource, defaults=said)
    trail.record(case, "endorsement.cited", by=by, changes=changes)
    return made
