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
        found["in_hand"] = showing.amendment_in_hand(project, user, seen=case) if found["may_amend"] else None
        found["is_this"] = found["in_hand"] is not None and found["in_hand"] == case
    return found
