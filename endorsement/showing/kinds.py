"""What the pages show of an amendment: what it changes of the endorsement it stands on, and which cases a project has open."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from endorsement import diffing, guards, permissions, workflow
from endorsement.models import Case, Decision, Submission
from endorsement.workflow import Status
from projects import content, covering
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


def amendment_in_hand(project: Project, user: User, seen: Case | None, read: "Seen | None" = None) -> Case | None:
    """The open amendment or extension that this person is shown the way to: the case they read, else the newest they see.

    `read`: what the page has read already.
    """
    cases = read.cases if read else Case.objects.visible_to(user).filter(project=project).order_by("-pk")
    kinds = permissions.ON_AN_ENDORSEMENT
    rows = [case for case in cases if Status(case.status) in workflow.OPEN and case.kind in kinds]
    return next((row for row in rows if row == seen), rows[0] if rows else None)


@dataclass(frozen=True)
class Seen:
    """What one person sees of the endorsement of a project: its cases, among them the one its life hangs on and those
    open beside it (amendments, extensions, emergencies), and the decision it stands on, whoever may read that."""

    cases: list[Case]
    leading: Case | None
    beside: list[Case]
    decision: Decision | None

    def case_of(self, decision: Decision) -> Case | None:
        """The case of a decision, if this person sees it."""
        return next((case for case in self.cases if case.pk == decision.case_id), None)


def seen(request: HttpRequest, project: Project) -> Seen:
    """Two queries, asked once for all parts of a page."""
    kept: dict[int, Seen] = request.__dict__.setdefault("endorsement_seen", {})
    if project.pk not in kept:
        kept[project.pk] = _seen(project, request.user)
    return kept[project.pk]


def _seen(project: Project, user: Any) -> Seen:
    cases: list[Any] = list(Case.objects.visible_to(user).of_page(project))
    for case in cases:
        case.project = project
    leading = next((case for case in cases if case.leads), None)
    open_ones = [case for case in reversed(cases) if Status(case.status) in workflow.OPEN and case is not leading]
    is_told = covering.is_measured(project) or (
        leading is not None and Status(leading.status) in workflow.BY_SLUG["recall"].sources
    )
    decision = guards.read_decisions(project, leading) if cases and is_told else None
    return Seen(cases, leading, open_ones, decision)
