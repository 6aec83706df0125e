"""What a case means for the life of its project: a first passage leads it on, one upon an endorsement leaves it alone."""

from typing import Any

from endorsement.models import Case, Submission
from projects import actions as projects
from projects.models import Project
from projects.workflow import Status as Life
from pvehub.people.models import User


def lead_on(case: Case, to: Life, *, by: User | None, **told: Any) -> Project:
    """The project follows its first passage to `to`.

    A case that stands on an endorsement tells it which sections are open and what is endorsed, and nothing else: whatever
    becomes of an amendment, an active project stays active.
    """
    status = None if case.has_baseline else to.value
    return projects.follow(case.project, by=by, status=status, **told)


def bring_into_force(case: Case, submission: Submission, *, by: User) -> Project:
    """What is endorsed is read by everybody from now on, and the working copy opens.

    A project that stood still because its endorsement had run out or was revoked goes on as what it was.
    """
    project = case.project
    status: str | None = None if case.has_baseline else Life.ENDORSED.value
    if case.has_baseline and project.status == Life.SUSPENDED:
        status = project.held_from or Life.ENDORSED.value
    return projects.follow(
        project, by=by, status=status, open_sections=None, endorsed_content=submission.content, note=case.ref
    )
