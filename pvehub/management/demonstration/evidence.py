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
        why = "The hours follow what the young people said in the interviews of the first week."
        made = actions.weigh(project, resource, by=manager, stance="adapted", place=place, why=why)
        if project.status == Status.ACTIVE:
            word = "Attendance held through the harvest once the hours were moved."
            actions.say_outcome(made, by=manager, outcome="helped", word=word)
    for resource in near[1:]:
        why = "It rests on a register of guardians that does not exist here."
        actions.weigh(project, resource, by=manager, stance="not-relevant", place=place, why=why)
