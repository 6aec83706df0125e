"""The lock under which every act on a project happens."""

from ..models import Project


def locked(project: Project) -> Project:
    """The project as it is now, its row locked until the end of the transaction."""
    return (
        Project.objects.select_for_update(of=("self",))
        .select_related("lead_office", "lead_office__parent")
        .get(pk=project.pk)
    )
