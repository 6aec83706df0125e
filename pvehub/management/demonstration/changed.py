"""What an endorsed project of the demonstration changed since: a new target group, which waits for an amendment."""

from projects import actions as projects
from projects import content
from projects.models import Project
from projects.tokens import Seen

from .people import person


def fill(made: dict[str, Project]) -> None:
    """The one in Niger would teach in schools too: its team has written it down, everybody else reads what was endorsed."""
    project = Project.objects.get(pk=made["niger"].pk)
    record, name = content.read(project), "target_groups"
    seen = Seen.of(record.data[name], record.revisions[name])
    value = sorted({*record.data[name], "TCH"})
    by = person(f"project-officer-{project.lead_office.code.lower()}")
    projects.save_fields(project, "people", {name: projects.Given(value, str(value), seen)}, by=by)
