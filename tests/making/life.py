"""Builders of the life of a project: a word on how it goes, a visit, what somebody follows."""

from typing import Any

from django.utils import timezone

from projects.models import Follow, Project, Update, Visit
from pvehub.people.models import User


def update(project: Project, **fields: Any) -> Update:
    """A programmatic word of today, for the people of the project unless said otherwise."""
    fields = {"kind": "programmatic", "text": "The committee met.", "happened_on": timezone.localdate()} | fields
    return Update.objects.create(project=project, author=fields.pop("author", None) or project.manager, **fields)


def visit(project: Project, **fields: Any) -> Visit:
    """A visit of today."""
    fields = {"place": "Moroto", "purpose": "To see.", "happened_on": timezone.localdate()} | fields
    return Visit.objects.create(project=project, author=fields.pop("author", None) or project.manager, **fields)


def follow(user: User, **what: Any) -> Follow:
    """`country=` or `theme=`."""
    return Follow.objects.create(user=user, **what)
