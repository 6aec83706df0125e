"""A project becomes active, closes, goes on, is cancelled: acts on the project, taken where its endorsement is known."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, permissions, workflow
from endorsement.models import Case, LessonWaiver
from endorsement.workflow import Act
from knowledge.actions import ask_lesson
from projects import actions as projects
from projects.models import Project
from pvehub import access
from pvehub.access.standings import renew
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from .moving import heads, team
from .moving import locked as locked_case
from .pausing import take_back
from .scheduling import schedule_reports


def locked(project: Project) -> tuple[Project, Case | None]:
    """The project as it is now and the case its life hangs on, both locked; the rights of everybody are read anew."""
    last = Case.objects.leading().filter(project=project).first()
    if last is not None:
        case = locked_case(last)
        return case.project, case
    found = Project.objects.select_for_update(of=("self",)).select_related("lead_office").get(pk=project.pk)
    renew()
    return found, None


def enter(project: Project, case: Case | None, slug: str, *, by: User, kept: dict[str, str]) -> Act:
    """Ask the permission of a locked project: not theirs → Refused; moved on meanwhile → Moved, which keeps the words."""
    access.require(permissions.ACTS[slug](by, project, case))
    if sentence := permissions.why_not_act_now(slug, project):
        raise access.Moved(sentence, kept=kept, url=project.get_absolute_url())
    return workflow.ACTS[slug]


def concerned(project: Project, case: Case | None) -> list[User]:
    """Team, heads of the lead office, and the lead of the review."""
    if case is None:
        members = User.objects.filter(pk__in=project.members.live().values("user"), is_active=True)
        return [*([project.manager] if project.manager else []), *members]
    return [*team(case), *heads(case), *([case.lead] if case.lead else [])]


def _take(
    project: Project, case: Case | None, act: Act, *, by: User, note: str, tell: Iterable[User] | None = None
) -> Project:
    before = project.status
    project = projects.follow(project, by=by, status=act.target.value, note=note)
    if case is not None:
        trail.record(case, act.verb, by=by, before=before, after=act.target.value, note=note)
    notify(concerned(project, case) if tell is None else tell, act.verb, about=project, by=by, code=project.code or "")
    schedule_reports(project, by=by, now=timezone.now())
    return project


@transaction.atomic
def activate(project: Project, *, by: User, note: str = "") -> Project:
    """The mission starts: an endorsement stands, its conditions before the start are met or waived, and the code is given."""
    project, case = locked(project)
    act = enter(project, case, "activate", by=by, kept={str(_("Note")): note})
    if blockers := guards.to_activate(project):
        raise access.Unmet(blockers)
    return _take(project, case, act, by=by, note=note)


@transaction.atomic
def begin_closing(project: Project, *, by: User, note: str = "") -> Project:
    """The work comes to its end; from here lesson, risks and report are asked for."""
    project, case = locked(project)
    act = enter(project, case, "begin-closing", by=by, kept={str(_("Note")): note})
    project = _take(project, case, act, by=by, note=note)
    ask_lesson(project, "closing", now=timezone.now())
    return project


@transaction.atomic
def go_on(project: Project, *, by: User, note: str = "") -> Project:
    """Back from closing: an endorsement still has to stand."""
    project, case = locked(project)
    act = enter(project, case, "continue", by=by, kept={str(_("Note")): note})
    if blockers := guards.to_activate(project):
        raise access.Unmet(blockers)
    return _take(project, case, act, by=by, note=note)


@transaction.atomic
def close(project: Project, *, by: User, note: str = "") -> Project:
    """The head of the lead office closes: the final report was sent, a lesson submitted or waived, no risk is left open. Nothing
    leads on from here."""
    project, case = locked(project)
    act = enter(project, case, "close", by=by, kept={str(_("Note")): note})
    if blockers := guards.to_close(project):
        raise access.Unmet(blockers)
    take_back(project, by=by, reason=note)  # drafts of amendments that wait: nothing will be amended any more
    return _take(project, case, act, by=by, note=note)


@transaction.atomic
def cancel(project: Project, *, by: User, reason: str) -> Project:
    """Given up, with a reason: an open case is withdrawn in the same breath. Nothing leads on from here."""
    project, case = locked(project)
    act = enter(project, case, "cancel", by=by, kept={str(_("Reason")): reason})
    tell = concerned(project, case)
    take_back(project, by=by, reason=reason)
    project.refresh_from_db()
    return _take(project, case, act, by=by, note=reason, tell=tell)


@transaction.atomic
def waive_lesson(project: Project, *, by: User, reason: str) -> LessonWaiver:
    """TRD lets the project close without a lesson; a second waiver changes nothing."""
    project, case = locked(project)
    access.require(permissions.why_not_waive_lesson(by, project, case))
    waiver, is_new = LessonWaiver.objects.get_or_create(
        project=project, defaults={"reason": reason, "given_by": by, "given_at": timezone.now()}
    )
    if is_new and case is not None:
        trail.record(case, "endorsement.lesson_waived", by=by, note=reason)
        notify(concerned(project, case), "endorsement.lesson_waived", about=project, by=by)
    return waiver
