"""Who works on a project: its manager and its members."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from .. import permissions
from ..models import Project, ProjectMember
from . import publishing, values
from .locking import locked


@transaction.atomic
def add_member(project: Project, member: User, *, by: User, until: datetime | None = None) -> ProjectMember:
    """Put a person on the team: from now on they read and edit the project, whatever its tier, and are told."""
    project, now = locked(project), timezone.now()
    access.require(permissions.why_not_change_team(by, project))
    access.require(permissions.why_not_join(member, project))
    if until and until <= now:
        raise access.Unmet([_("The last day on the team lies in the past.")])
    row, _is_new = ProjectMember.objects.update_or_create(
        project=project, user=member, defaults={"since_at": now, "until_at": until}
    )
    trail.record(project, "projects.member_added", by=by, changes={"members": [None, str(member.uid)]})
    notify([member], kind="projects.member_added", about=project, by=by)
    return row


@transaction.atomic
def end_member(project: Project, member: User, *, by: User) -> None:
    """Take a person off the team, from this second on."""
    project, now = locked(project), timezone.now()
    access.require(permissions.why_not_change_team(by, project))
    if ProjectMember.objects.live(now).filter(project=project, user=member).update(until_at=now):
        trail.record(project, "projects.member_ended", by=by, changes={"members": [str(member.uid), None]})


@transaction.atomic
def change_manager(project: Project, manager: User, *, by: User) -> Project:
    """Name the manager, also while the record is with its reviewers: both managers are told."""
    project = locked(project)
    access.require(permissions.why_not_change_team(by, project))
    if not access.standing(manager).may("edit_projects", project.lead_office):
        raise access.Unmet([_("The manager must be a project officer of the lead office.")])
    before = project.manager
    values.put(project, "manager", str(manager.uid), by=by)
    project.changed_at = timezone.now()
    project.save(update_fields=["manager", "changed_at"])
    changes = {"manager": [str(before.uid) if before else "", str(manager.uid)]}
    trail.record(project, "projects.manager_changed", by=by, changes=changes)
    publishing.publish(project, by=by)
    notify([person for person in (before, manager) if person], kind="projects.manager_changed", about=project, by=by)
    return project
