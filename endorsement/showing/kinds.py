"""What the pages show of an amendment: what it changes of the endorsement it stands on, and which cases a project has open."""

from typing import Any

from endorsement import diffing, permissions, workflow
from endorsement.models import Case, Submission
from endorsement.workflow import Status
from projects import content
from projects.models import Project
from pvehub.people.models import User


def against_baseline(case: Case, user: User) -> dict[str, Any] | None:
    """The difference between what is endorsed and what the case asks for: its version, or while it is a draft the working copy.

    Nothing for a case that stands on no endorsement, and for who may not read the version it stands on.
    """
    old = Submission.objects.visible_to(user).filter(pk=case.baseline_id).select_related("case").first()
    if old is None:
        return None
    is_draft = case.current_submission is None or case.status == Status.DRAFT
    new = content.frozen(case.project) if is_draft else case.current_submission.content
    named = [{**row, "sections": content.with_names(row.get("sections", []))} for row in (old.content, new)]
    return {"old": old, "new": {"content": new}, "fields": diffing.versions(*named), "is_draft": is_draft}


def amendment_in_hand(project: Project, user: User, seen: Case | None = None) -> Case | None:
    """The open amendment or extension that this person is shown the way to: the case they read, else the newest they see."""
    rows = [row for row in open_beside(project, user, None) if row.kind in permissions.ON_AN_ENDORSEMENT]
    return next((row for row in rows if row == seen), rows[-1] if rows else None)


def leading_case(project: Project, user: User) -> Case | None:
    """The case the life of a project hangs on, if this person sees it."""
    rows = Case.objects.visible_to(user).leading().filter(project=project)
    case: Case | None = rows.select_related("lead", "current_submission", "author").first()
    if case is not None:
        case.project = project
    return case


def open_beside(project: Project, user: User, case: Case | None) -> list[Case]:
    """Open cases beside the leading one that this person sees: amendments, extensions, emergencies."""
    open_ones = [status.value for status in workflow.OPEN]
    rows = Case.objects.visible_to(user).filter(project=project, status__in=open_ones)
    found = list(rows.exclude(pk=case.pk if case else None).order_by("pk"))
    for row in found:
        row.project = project
    return found
