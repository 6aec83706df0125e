"""A case is opened on a project, and submitted for clearance (step 1)."""

from django.db import transaction
from django.utils import timezone

from endorsement import guards, permissions
from endorsement.models import Case
from endorsement.workflow import Status
from projects import actions as projects
from projects.models import Project
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User

from .freezing import freeze
from .moving import enter, heads, locked, move


@transaction.atomic
def open_case(project: Project, *, by: User, kind: str = Case.Kind.NEW) -> Case:
    """A project has one case open at a time; its ref counts on from the project's."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    access.require(permissions.why_not_draft(by, project))
    now = timezone.now()
    case = Case.objects.create(
        ref=f"{project.ref}-{project.cases.count() + 1}",
        project=project,
        kind=kind,
        author=by,
        opened_at=now,
        moved_at=now,
    )
    case.clock.create(holder=case.turn, from_at=now)
    trail.record(case, "endorsement.opened", by=by, after=Status.DRAFT.value)
    return case


@transaction.atomic
def submit(case: Case, *, by: User) -> Case:
    """Freeze version n and hand it to the head of the lead office; from here nobody edits the working copy."""
    case = locked(case)
    step = enter(case, "submit", by=by)
    if blockers := [*guards.to_submit(case.project), *guards.to_keep_words(guards.words_now(case))]:
        raise access.Unmet(blockers)
    now = timezone.now()
    case.author = by
    submission = freeze(case, by=by, now=now)
    projects.follow(case.project, by=by, status="in_endorsement", open_sections=[])
    changes = {"version": ["", str(submission.number)], "sha256": ["", submission.sha256]}
    return move(case, step, Status.CLEARANCE, by=by, now=now, tell=heads(case), changes=changes)
