"""Builders of the life of a project: a word on how it goes, a visit, what somebody follows."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from endorsement import actions
from endorsement.models import Case
from projects.models import Follow, Project, Update, Visit
from pvehub.people.models import User

from . import endorsement, ground
from .endorsement import _matrix_case
from .projects import _everywhere


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


def _matrix_life(state: str, cast: Any) -> Case:
    """A case of the matrix's own people, its project led on into its life; the canary in the texts of the project."""
    start = {"conditions": "endorsed_with_conditions", "answered": "endorsed_with_conditions", "suspended": "endorsed"}
    start |= {"ordered": "review", "overridden": "review", "active": "endorsed", "closing": "endorsed"}
    case = _matrix_case(start.get(state, state), cast)
    head = endorsement.someone("trd-head")
    if state in ("active", "closing"):
        actions.activate(case.project, by=cast.author)
    if state == "closing":
        actions.begin_closing(case.project, by=cast.author)
    if state == "suspended":
        actions.suspend(case, by=head, reason="An incident.")
    if state == "answered":
        actions.answer_condition(case.decisions.get().conditions.get(), by=cast.author, answer="Contract.")
    if state in ("ordered", "overridden"):
        override = actions.order_override(case, by=endorsement.someone("doe-director"), reason="Elections.")
        if state == "overridden":
            actions.carry_out(override, by=ground.administrator())
    return Case.objects.get(pk=case.pk)


THINGS = {
    # Without a canary: their pages are those of the project, whose own update and visit carry one.
    "project-update": lambda state, cast: _everywhere(replace(cast, canary="of every day"), state).updates.get(),
    "project-visit": lambda state, cast: _everywhere(replace(cast, canary="of every day"), state).visits.get(),
    "project-follow": lambda state, cast: follow(cast.own_mission, country=ground.country("UG")),
    "life-case": _matrix_life,
    "life-condition": lambda state, cast: (
        _matrix_life(state, replace(cast, canary="of every day")).decisions.get().conditions.get()
    ),
}
