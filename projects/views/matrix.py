"""The drivers × activities table on a page of its own, for the people of a project and its reviewers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.ui.htmx import render_page
from pvehub.vocabulary.models import Term

from .. import cautions, content, linking, permissions
from ..models import Project
from . import listing
from .loading import visible

TABLES = ("drivers", "outcomes", "activities")


def project_matrix(request: HttpRequest, ref: str) -> HttpResponse:
    """Which activity answers which driver, and what is missing both ways."""
    project = visible(request, ref)
    reads = permissions.reads(request.user, project)
    if reads == "open":
        access.require(_("The drivers are read by the people of the project and its reviewers only."))
    context = {
        "project": project,
        "grid": grid_of(project, reads),
        "reads": reads,
        "head": listing.head(project, reads),
        "why_not_edit": permissions.why_not_edit(request.user, project),
    }
    return render_page(request, "projects/project_matrix.html", context)


def grid_of(project: Project, reads: str) -> linking.Grid:
    """For its people that of the working copy, for reviewers that of what was endorsed, once something was."""
    if reads == "working" or not project.is_published:
        return cautions.grid(content.read(project, TABLES))
    return frozen(project.endorsed_content)


def frozen(told: dict[str, Any] | None) -> linking.Grid:
    """The table of frozen content; names of drivers in the reader's language (one query)."""
    fields = [item for section in (told or {}).get("sections", []) for item in section["fields"]]
    rows = {item["name"]: item["data"] for item in fields if item["name"] in TABLES and isinstance(item["data"], list)}
    drivers = rows.get("drivers", [])
    terms = Term.objects.filter(list="drivers", code__in=[row["term"] for row in drivers])
    names = {term.code: term.name for term in terms}
    return linking.grid(drivers, rows.get("outcomes", []), rows.get("activities", []), names)
