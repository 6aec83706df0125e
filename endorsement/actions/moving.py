"""The one door through which a case changes its status."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from endorsement import permissions, workflow
from endorsement.models import Case
from endorsement.workflow import Standing, Status, Step
from projects.models import Project
from pvehub import access
from pvehub.access.standings import renew
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import Office, User

from .ending import settle_override
from .ticking import turn


def locked(case: Case) -> Case:
    """The case as it is now, its project's row and then its own locked till the end of the transaction.

    The rights of everybody are read anew: they are those of the moment after the wait, not of the moment before.
    """
    project = Project.objects.select_for_update(of=("self",)).select_related("lead_office").get(pk=case.project_id)
    fresh = Case.objects.select_for_update(of=("self",)).select_related("current_submission", "lead").get(pk=case.pk)
    fresh.project = project
    renew()
    return fresh


def enter(case: Case, slug: str, *, by: User, kept: dict[str, str] | None = None) -> Step:
    """Ask the permission of a locked case: not theirs → Refused, moved on meanwhile → Moved, which keeps `kept`."""
    access.require(permissions.WHO[slug](by, case))
    step = workflow.BY_SLUG[slug]
    if sentence := permissions.not_now(case, slug):
        said = sentence if Status(case.status) in step.sources else what_happened(case)
        raise access.Moved(said, kept=kept, url=case.get_absolute_url())
    return step


def what_happened(case: Case) -> str:
    """Who did what last, for a person whose page is older than that."""
    last = trail.of(case).filter(verb__in=workflow.BY_VERB).last()
    who = User.objects.filter(uid=last.actor_uid).first() if last and last.actor_uid else None
    return _("%(name)s was there before you: the case now stands at “%(status)s”.") % {
        "name": who or _("Somebody"),
        "status": Status(case.status).label,
    }


def move(
    case: Case,
    step: Step,
    to: Status,
    *,
    by: User | None,
    now: datetime,
    tell: Iterable[User] = (),
    on_behalf_of: User | None = None,
    note: str = "",
    changes: dict[str, Any] | None = None,
    **facts: Any,
) -> Case:
    """Move a locked case by one step of the table: status, clock, due date, event with the next number, notices.

    `now` is the moment of the action. Everything the action wrote on the case besides is saved with it.
    """
    before = Status(case.status)
    if before not in step.sources or to not in step.targets:
        raise ValueError(f"{step.slug} does not lead from {before} to {to}")
    if step.resumes and to != getattr(case, step.resumes):
        raise ValueError(f"{case} goes back to {getattr(case, step.resumes)}, not to {to}")
    after = workflow.after(Standing(before, case.resume_to, case.held_from), step, to)
    case.status, case.resume_to, case.held_from = to, after.resume_to, after.held_from
    case.moved_at = now
    settle_override(case, by=by, now=now, to=to.value)
    case.due_on = turn(case, step, to, now)
    case.save()
    trail.record(
        case,
        step.verb,
        by=by,
        on_behalf_of=on_behalf_of,
        before=before.value,
        after=to.value,
        changes=changes,
        note=note,
    )
    if case.kind == Case.Kind.EMERGENCY:  # two working days in all: its mail does not wait for the morning
        facts["is_urgent"] = True
    notify(tell, kind=step.notice, about=case, by=by, **facts)
    return case


def headquarters(case: Case) -> Office:
    """The root of the tree the lead office stands in."""
    return Office.objects.get(code=case.project.lead_office.path.split("/")[0])


def team(case: Case) -> list[User]:
    """The manager, the members, and who submitted: the people whom every word on the case concerns."""
    members = case.project.members.live().values("user")
    concerned = Q(pk=case.project.manager_id) | Q(pk__in=members) | Q(pk=case.author_id)
    return list(User.objects.filter(concerned, is_active=True).order_by("sort_key", "pk"))


def heads(case: Case) -> list[User]:
    """Who may clear for the lead office, delegates included."""
    return list(access.people_holding("clear_cases", case.project.lead_office))


def _without_ties(people: Iterable[User], case: Case) -> list[User]:
    """Of these people those who may act for headquarters; asked in a number of queries that does not depend on how many."""
    found = list(people)
    access.read_many(found)
    case.project.read_team()
    return [person for person in found if permissions.why_not_of_headquarters(person, case) is None]


def queue(case: Case) -> list[User]:
    """TRD's screeners without a tie to the project."""
    people = access.people_holding("screen_cases", case.project.lead_office)
    return _without_ties(people, case)


def readers(case: Case) -> list[User]:
    """Lead, reviewers and advisers now on the case."""
    on_it = case.assignments.filter(closed_at=None).values("reviewer")
    return list(User.objects.filter(pk__in=on_it, is_active=True).order_by("sort_key", "pk"))


def region(case: Case) -> list[User]:
    """Who may advise for the regional office, without a tie to the project."""
    people = access.people_holding("advise_cases", case.project.lead_office)
    return _without_ties(people, case)


def seats(case: Case) -> list[User]:
    """Who may decide this case, without a tie to the project."""
    perm = workflow.SEAT_PERMISSION[permissions.seat(case)]
    people = access.people_holding(perm, case.project.lead_office)
    return _without_ties(people, case)
