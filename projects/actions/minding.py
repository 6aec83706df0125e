"""What timers do with projects: remind of what is late, and put the head of the office in the place of a manager who left."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify, remind
from pvehub.people.models import Posting, User

from .. import lateness
from ..lateness import Source
from ..models import Project
from . import publishing, values
from .locking import locked


@transaction.atomic
def remind_late(project: Project, source: Source, row: Any, *, now: datetime) -> int:
    """Remind of one row that is due: the manager by the rungs of the owner, then the head of the office.

    The key is row, day and rung, so that a sweep may come late or often; who has mended it meanwhile is not mailed.
    """
    due, told = source.due_on(row), 0
    for who, rung in lateness.reached(due, lateness.today_of(project, now)):
        people = heads(project) if who == "head" or project.manager is None else [project.manager]
        rule = f"{source.rule}:{row.pk}"
        told += len(
            remind(people, source.kind, project, rule=rule, due=due, rung=str(rung), rule_name=source.rule, row=row.pk)
        )
    return told


def heads(project: Project) -> list[User]:
    """Who heads the lead office today, delegates included."""
    return list(access.people_holding("clear_cases", project.lead_office))


def _head(project: Project, now: datetime) -> User | None:
    """The head of the lead office: who serves longest in the role, and in their own right before who acts for them."""
    holders = Posting.objects.live(now).filter(office=project.lead_office, user__in=heads(project))
    holders = holders.filter(role__in=("chief-of-mission", "regional-director")).select_related("user")
    found = sorted(holders, key=lambda posting: (posting.acting_for_id is not None, posting.starts_at, posting.pk))
    return found[0].user if found else None


@transaction.atomic
def stand_in(project: Project, *, now: datetime | None = None) -> bool:
    """The head of the lead office is manager until another is named, and is told. Nothing where nobody heads it, or where the
    manager is back: a later sweep asks again."""
    project, now = locked(project), now or timezone.now()
    if not Project.objects.left_by_their_manager(now).filter(pk=project.pk).exists():
        return False
    head, before = _head(project, now), project.manager
    if head is None or before is None or head == before:
        return False
    values.put(project, "manager", str(head.uid), by=head)
    project.changed_at = now
    project.save(update_fields=["manager", "changed_at"])
    changes = {"manager": [str(before.uid), str(head.uid)]}
    trail.record(project, "projects.manager_left", by=None, changes=changes)
    publishing.publish(project, by=head)
    notify([head], kind="projects.manager_left", about=project, manager=str(head.uid))
    return True
