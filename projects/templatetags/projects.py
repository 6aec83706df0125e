"""The cards of projects for the roof: a person's drafts, and what is new in the portfolio."""

from typing import Any

from django import template

from ..importing import PILLS
from ..models import Project

register = template.Library()


@register.inclusion_tag("projects/_my_drafts.html", takes_context=True)
def my_drafts(context: template.Context) -> dict[str, Any]:
    """Projects on which this person works that were not submitted yet; two queries."""
    user = context["user"]
    return {"rows": list(Project.objects.drafts_of(user).select_related("lead_office")[:8])}


@register.inclusion_tag("projects/_projects_new.html", takes_context=True)
def projects_new(context: template.Context) -> dict[str, Any]:
    """What changed last among the projects this person reads whole; one query."""
    found = Project.objects.whole_for(context["user"]).exclude(status__in=["idea", "draft"]).newest()
    return {"rows": list(found.select_related("lead_office")[:5])}


@register.inclusion_tag("ui/pill.html")
def verdict_pill(row: Any) -> dict[str, Any]:
    """What the dry run says of a row of a list."""
    return {"text": row.get_verdict_display(), "kind": PILLS.get(row.verdict, "neutral")}
