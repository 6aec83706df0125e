"""How the portal fares, for the page of administrators."""

from typing import Any

from django import template

from pvehub.operations import classes, showing

register = template.Library()


@register.inclusion_tag("operations/_works.html")
def works() -> dict[str, Any]:
    """Queues, timetable, backups, disk, scanner; and how long what is kept."""
    return {"rows": showing.rows(), "classes": classes.classes()}
