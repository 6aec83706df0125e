"""Who opens a case of which kind on a project, and who sets an amendment upon the latest endorsement."""

from django.utils.translation import gettext as _

from endorsement import workflow
from endorsement.models import Case
from endorsement.workflow import Status
from projects.models import Project
from projects.workflow import ENDED
from pvehub.people.models import User

from .cases import WHO, of_offices

Kind = Case.Kind
# These change what is endorsed, so something has to be.
ON_AN_ENDORSEMENT = (Kind.AMENDMENT, Kind.EXTENSION)


def why_not_draft(user: User, project: Project, kind: str = Kind.NEW) -> str | None:
    """Officers of the lead and partner offices open a case. The first one is alone; drafts of amendments may wait."""
    if not of_offices(user, "submit_cases", project):
        return _("Only a project officer of the lead office or a partner office opens a case.")
    if project.status in ENDED:
        return _("The project has ended already.")
    if project.is_published:
        return _("This project is endorsed already.") if kind == Kind.NEW else None
    if kind in ON_AN_ENDORSEMENT:
        return _("Nothing of this project is endorsed yet, so there is nothing to amend or extend.")
    waiting = project.cases.filter(status__in=[status.value for status in workflow.OPEN]).first()
    if waiting is not None:
        return _("This project already has the case %(ref)s.") % {"ref": waiting.ref}
    return None


def kinds_for(user: User, project: Project) -> list[Kind]:
    """The kinds of case that this person may open on the project now."""
    return [kind for kind in Kind if why_not_draft(user, project, kind) is None]


def why_not_rebase(user: User, case: Case) -> str | None:
    """Whoever may submit an amendment settles what another endorsement changed meanwhile, while it is a draft."""
    if sentence := WHO["submit"](user, case):
        return sentence
    if not case.has_baseline:
        return _("This case stands on no endorsement.")
    if case.status != Status.DRAFT:
        return _("What another endorsement changed is settled before the case is submitted.")
    return None
