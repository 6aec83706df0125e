"""What the demonstration's projects make of its lessons: a draft cites one and sets one aside, a running project says that
one helped."""

from django.utils.translation import override

from knowledge import actions, offering
from knowledge.actions import Place
from projects.models import Project
from projects.workflow import Status


def fill(projects: dict[str, Project]) -> None:
    """By the manager of each, of what is near the project."""
    with override("en"):
        for status in (Status.DRAFT, Status.ACTIVE):
            theirs = Project.objects.filter(pk__in=[one.pk for one in projects.values()], manager__isnull=False)
            for project in theirs.filter(status=status).select_related("manager").order_by("pk")[:1]:
                _weigh(project)


def _weigh(project: Project) -> None:
    manager, place = project.manager, Place("section", "safety")
    assert manager is not None
    near = list(offering.offered(manager, project)[:2])
    for resource in near[:1]:
        why = "We keep what it recommends and take the steps that people here agreed to."
        made = actions.weigh(project, resource, by=manager, stance="adapted", place=place, why=why)
        if project.status == Status.ACTIVE:
            word = "It was read before the second year was planned, and two activities were changed."
            actions.say_outcome(made, by=manager, outcome="helped", word=word)
    for resource in near[1:]:
        why = "What it rests on does not exist in the villages where we work."
        actions.weigh(project, resource, by=manager, stance="not-relevant", place=place, why=why)
