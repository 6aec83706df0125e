"""Builders for what projects make of the repository."""

from typing import Any

from knowledge import actions
from knowledge.models import Citation

from . import knowledge, projects


def citation(
    project: Any = None, resource: Any = None, *, by: Any = None, stance: str = "applies", **said: Any
) -> Citation:
    """The word of a project's manager on a published lesson."""
    project = project or projects.project()
    resource = resource or knowledge.resource()
    place = said.pop("place", actions.Place("project", ""))
    return actions.weigh(project, resource, by=by or project.manager, stance=stance, place=place, **said)


def _matrix_citation(state: str, cast: Any) -> Citation:
    """Its word carries the canary, neither the project nor the text does."""
    project = projects.project(manager=cast.author, status=state)
    lesson = knowledge.resource(title="Markets of every day", author=cast.author)
    return citation(project, lesson, why=f"As {cast.canary} says.")


THINGS = {"citation": _matrix_citation}
