"""What others have learnt beside a project, and what projects made of it beside a text: cards for the pages of the roof."""

from __future__ import annotations

from typing import Any

from django import template

from knowledge import offering, permissions
from knowledge.models import Citation, Resource
from projects.models import Project

register = template.Library()


@register.inclusion_tag("knowledge/_evidence_panel.html", takes_context=True)
def evidence_panel(
    context: template.Context, project: Project, section: str = "", risks: Any = (), told: Any = None
) -> dict[str, Any]:
    """While a project is written: what others have learnt, to cite, adapt or set aside in one click; for who works on it.
    `risks` are codes of risk categories, handed in by the page; `told` is what became of the click before."""
    user = context["user"]
    if permissions.why_not_weigh(user, project):
        return {"project": None}
    facts = offering.panel(user, project, section=section, risks=risks)
    return {**facts, **(told or {}), "csrf_token": context.get("csrf_token"), "user": user}


@register.simple_tag(takes_context=True)
def evidence_of(context: template.Context, project: Project, risks: Any = ()) -> dict[str, Any]:
    """Everything a project has considered and what else is near it, for a page that lets in only who works on it."""
    return offering.panel(context["user"], project, risks=risks, most=offering.ALL)


@register.inclusion_tag("knowledge/_evidence_considered.html", takes_context=True)
def evidence_considered(
    context: template.Context, submission: Any, project: Project, unopened: bool = False
) -> dict[str, Any]:
    """For who reads a version: what its team cited and what it set aside, as it was frozen; and, where a word is asked for,
    which of the nearest texts nobody of the team opened. As far as this reader may read them. A version older than this
    list tells nothing."""
    told = submission.content.get("evidence") if submission is not None else None
    if told is None:
        return {"is_told": False}
    rows = offering.considered(context["user"], told)
    return {
        "is_told": True,
        "cited": [row for row in rows if not row["is_set_aside"]],
        "aside": [row for row in rows if row["is_set_aside"]],
        "unopened": offering.unopened(context["user"], project, told) if unopened else [],
    }


@register.inclusion_tag("knowledge/_used_in.html", takes_context=True)
def used_in(context: template.Context, resource: Resource) -> dict[str, Any]:
    """In how many projects that this reader can open the text was used, which, and whether it helped."""
    user = context["user"]
    whole = not resource.is_masked or Resource.objects.told_origin_of(user).filter(pk=resource.pk).exists()
    return {"resource": resource, **offering.uses(user, resource, whole=whole)}


@register.inclusion_tag("knowledge/_outcomes_owed.html", takes_context=True)
def outcomes_owed(context: template.Context, project: Project) -> dict[str, Any]:
    """While a report is written or a project is closed: what it has used, and has not said yet whether that helped."""
    user = context["user"]
    rows = Citation.objects.visible_to(user).of(project).without_outcome()
    return {"project": project, "rows": [] if permissions.why_not_weigh(user, project) else rows}
