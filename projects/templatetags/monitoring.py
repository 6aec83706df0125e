"""Target against actual as a picture; and what a project page shows of indicators and documents."""

from typing import Any

from django import template
from django.db.models import prefetch_related_objects

from .. import tracking
from ..models import Document, Project

register = template.Library()


@register.inclusion_tag("projects/_target_chart.html")
def target_chart(course: tracking.Course, project: Project) -> dict[str, Any]:
    """What was reached over time as a line, with the lines of baseline and target; the table stands beside it."""
    return {"chart": tracking.drawing(course, project.start_on, project.end_on), "indicator": course.indicator}


@register.inclusion_tag("projects/_project_indicators.html", takes_context=True)
def project_indicators(context: template.Context, project: Project, reads: str) -> dict[str, Any]:
    """The indicators this person reads, each with its page and what was reached; two queries, or one where the page has
    read the record."""
    record = context.get("record")
    rows = record.rows["indicators"] if record else list(project.indicators.select_related("term").order_by("pk"))
    prefetch_related_objects(rows, "values")
    shown = [(row, tracking.as_read(row, project, reads)) for row in rows]
    courses = [
        tracking.course(read, sorted(row.values.all(), key=lambda value: (value.end_on, value.pk)), is_open=True)
        for row, read in shown
        if read is not None
    ]
    return {"courses": courses}


@register.inclusion_tag("projects/_project_documents.html", takes_context=True)
def project_documents(context: template.Context, project: Project) -> dict[str, Any]:
    """The documents this person may open; one query."""
    found = Document.objects.visible_to(context["user"]).filter(project=project)
    return {"documents": list(found.select_related("kind", "file", "project").in_order()), "project": project}
