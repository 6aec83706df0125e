"""A case is opened on a project, and submitted for clearance (step 1)."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, permissions
from endorsement.models import Case, Submission
from endorsement.workflow import Status
from projects.models import Project
from projects.workflow import Status as Life
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.people.models import User

from .freezing import freeze
from .leading import lead_on
from .moving import enter, heads, locked, move


@transaction.atomic
def open_case(project: Project, *, by: User, kind: str = Case.Kind.NEW, reason: str = "") -> Case:
    """Open a case; its ref counts on from the project's.

    A first passage is alone. On an endorsed project an amendment, an extension or an emergency stands on the version that is
    endorsed now, says why, and may wait beside others; who stood aside from that version stands aside from it too.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    access.require(permissions.why_not_draft(by, project, kind))
    baseline = guards.endorsed_version(project) if project.is_published else None
    if blockers := _lacking(project, kind, reason, baseline):
        raise access.Unmet(blockers)
    now = timezone.now()
    case = Case.objects.create(
        ref=f"{project.ref}-{project.cases.count() + 1}",
        project=project,
        kind=kind,
        author=by,
        opened_at=now,
        moved_at=now,
        reason=reason.strip(),
        baseline=baseline,
    )
    case.clock.create(holder=case.turn, from_at=now)
    for row in baseline.case.recusals.order_by("pk") if baseline else []:
        case.recusals.create(
            person_id=row.person_id, reason=row.reason, recused_at=row.recused_at, recused_by_id=row.recused_by_id
        )
    trail.record(case, "endorsement.opened", by=by, after=Status.DRAFT.value, note=reason.strip())
    return case


def _lacking(project: Project, kind: str, reason: str, baseline: Submission | None) -> list[Blocker]:
    found = []
    if kind != Case.Kind.NEW and not reason.strip():
        found.append(Blocker(_("Say why it is asked for."), "#id_reason"))
    if project.is_published and baseline is None:
        found.append(Blocker(_("No version of this project was endorsed here."), project.get_absolute_url()))
    return found


@transaction.atomic
def submit(case: Case, *, by: User, unanswered: Collection[str] = ()) -> Case:
    """Freeze version n and hand it to the head of the lead office; from here nobody edits the working copy.

    `unanswered`: places of words (`guards.place`) that the sender was shown and sends without a reason; they go along open.

    An amendment stands on the latest endorsement by then; where both changed the same field, a text was chosen.
    """
    case = locked(case)
    step = enter(case, "submit", by=by)
    blockers = [*guards.to_submit(case.project), *guards.to_submit_kind(case)]
    if case.has_baseline:
        case.baseline = guards.endorsed_version(case.project)
    if blockers := [*blockers, *guards.to_keep_words(guards.words_now(case), unanswered)]:
        raise access.Unmet(blockers)
    now = timezone.now()
    case.author = by
    submission = freeze(case, by=by, now=now)
    lead_on(case, Life.IN_ENDORSEMENT, by=by, open_sections=[])
    changes = {"version": ["", str(submission.number)], "sha256": ["", submission.sha256]}
    return move(case, step, Status.CLEARANCE, by=by, now=now, tell=heads(case), changes=changes)
