"""The cards of projects for the roof: a person's drafts, and what is new in the portfolio."""

from typing import Any

from django import template

from pvehub.vocabulary.models import Term

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
    return {"rows": list(found.marked_working_for(context["user"]).select_related("lead_office")[:5])}


@register.inclusion_tag("projects/_voices.html")
def class_voices(project: Project, reads: str = "working") -> dict[str, Any]:
    """The author's statement about the class and TRD's word on it; the reasons are for readers of the whole record."""
    if project.submitted_once_at is None:
        return {"ruling": None}
    rulings = project.class_rulings.select_related("ruled_by", "stated_by").order_by("-ruled_at", "-pk")
    return {"ruling": rulings.first(), "project": project, "is_whole": reads != "open"}


@register.inclusion_tag("projects/_see_also.html", takes_context=True)
def see_also(context: template.Context, codes: list[str]) -> dict[str, Any]:
    """Themes that belong to these and are not among them, by attribute `see_also` of the vocabulary; one query, or none
    where the page has read the record."""
    record = context.get("record")
    themes = record.themes if record else Term.objects.of("themes") if codes else []
    terms = {term.code: term for term in themes}
    named = [code for own in codes if own in terms for code in terms[own].attributes.get("see_also", "").split()]
    return {"themes": [terms[code] for code in dict.fromkeys(named) if code in terms and code not in codes]}


@register.inclusion_tag("ui/pill.html")
def verdict_pill(row: Any) -> dict[str, Any]:
    """What the dry run says of a row of a list."""
    return {"text": row.get_verdict_display(), "kind": PILLS.get(row.verdict, "neutral")}
