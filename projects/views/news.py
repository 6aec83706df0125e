"""What stands beside a project: what is late, the newest updates, where it comes from and what came of it."""

from typing import Any

from django.db.models import Q

from pvehub.people.models import User

from .. import lateness, permissions
from ..models import Project, Update
from . import listing


def of(project: Project, user: User, reads: str) -> dict[str, Any]:
    """As far as this reader sees it: other projects only where they may see them, what is late not in the open sections."""
    others = Project.objects.visible_to(user).marked_whole_for(user)
    family = (
        others.filter(Q(pk=project.replicated_from_id) | Q(replicated_from=project)).for_list().order_by("ref", "pk")
    )
    rows = [listing.row(other) for other in family[:20]]
    return {
        "late": lateness.badges(project, lateness.today_of(project)) if reads != "open" else [],
        "updates": list(Update.objects.visible_to(user).filter(project=project).newest()[:3]),
        "source": next((row for row in rows if row["project"].pk == project.replicated_from_id), None),
        "replications": [row for row in rows if row["project"].pk != project.replicated_from_id],
        "why_not_reuse": permissions.why_not_reuse(user, project),
        "may_update": permissions.why_not_update(user, project) is None,
    }
