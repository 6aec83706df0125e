"""Builders of what pushes lessons out: the question a milestone asks."""

from typing import Any

from knowledge.models import LessonPrompt
from projects.models import Project

from . import ground, projects


def lesson_prompt(project: Project | None = None, milestone: str = "midterm", **fields: Any) -> LessonPrompt:
    """A project's open question, asked today where nothing else is said."""
    project = project or projects.project(status="active")
    facts = {"asked_on": ground.today(project.lead_office.code)} | fields
    return LessonPrompt.objects.create(project=project, milestone=milestone, **facts)


def _prompt(state: str, cast: Any) -> LessonPrompt:
    """Of a project of the mission in whose team the officer of the mission is; `open` or `written`."""
    project = projects.project(status="active", manager=cast.author, title=f"Project {cast.canary}", tier=2)
    projects.member(project, cast.own_mission)
    return lesson_prompt(project, state=state)


THINGS = {"lesson-prompt": _prompt}
