"""Choosing indicators from the bank."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pvehub import access
from pvehub.ui.htmx import render_page

from .. import permissions
from ..forms import bank
from ..measures import Level
from ..sections import BY_SLUG
from .loading import visible


@require_safe
def indicator_choose(request: HttpRequest, ref: str) -> HttpResponse:
    """The bank by level, with what this project has of it; one of the project's own is a click away."""
    project = visible(request, ref)
    access.require(permissions.why_not_edit(request.user, project, "monitoring"))
    terms = list(bank())
    levels = [
        (Level(name).label, [term for term in terms if term.attributes["level"] == name]) for name in Level.values
    ]
    context = {
        "project": project,
        "section": BY_SLUG["monitoring"],
        "levels": [(label, found) for label, found in levels if found],
        "taken": set(project.indicators.values_list("code", flat=True)),
    }
    return render_page(request, "projects/indicator_choose.html", context)
