"""How every page of a project gets its project: through `visible_to`, and the whole record only for whom it is."""

from typing import Any

from django.db.models import Value
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pvehub import access

from .. import permissions
from ..models import Project


def visible(request: HttpRequest, ref: str) -> Project:
    """The project, or 404 for whom it does not exist."""
    projects = Project.objects.visible_to(request.user).select_related("lead_office", "lead_office__parent", "manager")
    project: Project = get_object_or_404(projects, ref=ref)
    return project


def to_show(request: HttpRequest, ref: str) -> Project:
    """The project for its own page, with its team, its offices, and whether this person reads the whole record: all of
    it is asked for once, however many parts of the page ask it."""
    found = Project.objects.visible_to(request.user).marked_whole_for(request.user)
    whose = found.annotate(whole_of=Value(request.user.pk)).select_related(
        "lead_office", "lead_office__parent", "manager"
    )
    project: Project = get_object_or_404(whose.with_partners(), ref=ref)
    project.read_team()
    return project


def whole(request: HttpRequest, ref: str) -> Project:
    """The project with its working copy: 403 for those who read only what was endorsed."""
    project = visible(request, ref)
    mine: Any = Project.objects.whole_for(request.user)
    if not mine.filter(pk=project.pk).exists():
        access.require(_("The working copy is read by the people of the project and its reviewers only."))
    return project


def working(request: HttpRequest, ref: str) -> Project:
    """The project for a page of its working copy: once something is endorsed, that is for those who work on it."""
    project = whole(request, ref)
    if project.is_published and permissions.reads(request.user, project) != "working":
        access.require(_("You read what was endorsed; the team works on its own copy."))
    return project
