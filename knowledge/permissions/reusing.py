"""Who begins a project from a text of the repository; as sentences."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from knowledge import workflow
from knowledge.models import Resource
from projects import permissions as of_projects
from pvehub.people.models import Office, User

#: What somebody did and found: the kinds a project is begun from.
REUSABLE: Final = ("practice", "lesson")


def why_not_reuse(user: User, resource: Resource, office: Office | None = None) -> str | None:
    """Whoever may begin a project, for the own office. What a region may read stays in that region; what fewer may read is
    cited by its own people, and no draft is begun from it."""
    if resource.kind not in REUSABLE:
        return _("A project is begun from a good practice or a lesson.")
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published is reused.")
    if resource.tier > 1:
        return _("What only some offices or persons may read is not reused.")
    if sentence := of_projects.why_not_create(user, office):
        return sentence
    if office is not None and resource.tier == 1 and office.region != resource.owner_office.region:
        return _("What is for one region is reused in that region.")
    return None
