"""Who says for a project what it makes of what others have learnt."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knowledge import workflow
from knowledge.models import Citation, Resource
from projects import permissions as of_projects
from projects.models import Project
from pvehub.people.models import User


def why_not_weigh(user: User, project: Project) -> str | None:
    """The team and the officers of its offices, at any time until it is cancelled: it is no part of what is endorsed."""
    if of_projects.why_not_record(user, project):
        return _("Only the team of a project and officers of its offices say what they make use of.")
    return None


def why_not_say_outcome(user: User, citation: Citation) -> str | None:
    """The same people, of what the project has made use of."""
    if sentence := why_not_weigh(user, citation.project):
        return sentence
    if citation.stance not in workflow.USED:
        return _("Whether it helped is asked only of what was used.")
    return None


def why_not_use(user: User, resource: Resource) -> str | None:
    """Only what readers have is cited."""
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published is cited.")
    return None
