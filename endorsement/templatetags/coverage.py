"""The banner of an endorsed project: still covered, or not covered and why."""

from typing import Any

from django import template

from endorsement import permissions, showing

register = template.Library()


@register.inclusion_tag("endorsement/_coverage.html", takes_context=True)
def project_coverage(context: template.Context, project: Any, case: Any = None) -> dict[str, Any]:
    """For readers of the case the endorsement stands on; nothing for others, and nothing before an endorsement."""
    user = context["request"].user
    works_on = permissions.answers_for_the_project(user, case) if case else context.get("reads") == "working"
    found = showing.coverage(project, user, works_on=works_on, seen=case)
    if found:
        found["may_amend"] = found["works_on"] and not found["found"].is_whole
    return found
