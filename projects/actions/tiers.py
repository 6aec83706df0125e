"""Confidentiality goes up by anyone who edits; down only with a reason, never below what stands in the project."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User

from .. import indexing, permissions
from ..models import Project
from ..workflow import Tier
from .editing import strictest
from .locking import locked


@transaction.atomic
def raise_tier(project: Project, tier: int, *, by: User, reason: str = "") -> Project:
    """Whoever may edit raises it; from the next request on, those outside see it no more."""
    project = locked(project)
    access.require(permissions.why_not_raise_tier(by, project, tier))
    return _move(project, tier, "projects.tier_raised", by, reason)


@transaction.atomic
def lower_tier(project: Project, tier: int, *, by: User, reason: str) -> Project:
    """The head of the lead office (TRD too, once submitted) lowers it with a reason, not below the strictest target group."""
    project = locked(project)
    access.require(permissions.why_not_lower_tier(by, project))
    if tier >= project.tier:
        raise access.Moved(_("The confidentiality is at this level or lower already."), url=project.get_absolute_url())
    if not reason.strip():
        raise access.Unmet([_("Say why it may be read by more people.")])
    if tier < strictest(project):
        raise access.Unmet([_("A target group of this project is restricted: it cannot go below tier 2.")])
    strict = project.documents.filter(tier__gt=tier).order_by("-tier", "pk").first()
    if strict:
        names = {"document": strict.title, "tier": strict.get_tier_display()}
        raise access.Unmet(
            [_("The document “%(document)s” is at “%(tier)s”: take it out or lower it before the project.") % names]
        )
    return _move(project, tier, "projects.tier_lowered", by, reason.strip())


def _move(project: Project, tier: int, verb: str, by: User, reason: str) -> Project:
    before, project.tier = project.tier, Tier(tier)
    project.changed_at = timezone.now()
    project.save(update_fields=["tier", "changed_at"])
    trail.record(project, verb, by=by, before=str(int(before)), after=str(int(tier)), note=reason)
    indexing.put(project)
    return project
