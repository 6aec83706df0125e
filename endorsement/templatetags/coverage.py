"""The banner of an endorsed project: still covered, or not covered and why."""

from typing import Any

from django import template
from django.http import HttpRequest

from endorsement import guards, permissions, showing
from endorsement.models import Case, Decision
from projects import covering

register = template.Library()


@register.inclusion_tag("endorsement/_coverage.html", takes_context=True)
def project_coverage(context: template.Context, project: Any, case: Any = None) -> dict[str, Any]:
    """For readers of the case the endorsement stands on; nothing for others, and nothing before an endorsement."""
    user = context["request"].user
    works_on = permissions.answers_for_the_project(user, case) if case else context.get("reads") == "working"
    stands_on = _stands_on(context["request"], project, case)
    found = showing.coverage(project, user, works_on=works_on, stands_on=stands_on) if stands_on else {}
    if found:
        found["may_amend"] = found["works_on"] and not found["found"].is_whole
        read = showing.seen(context["request"], project) if case is None else None
        found["in_hand"] = showing.amendment_in_hand(project, user, case, read) if found["may_amend"] else None
        found["is_this"] = found["in_hand"] is not None and found["in_hand"] == case
    return found


def _stands_on(request: HttpRequest, project: Any, seen: Case | None) -> tuple[Decision, Case] | None:
    """The decision the project stands on and its case, if this person sees that; `seen`: a case they were found to see."""
    if not covering.is_measured(project):
        return None
    if seen is None:
        every = showing.seen(request, project)
        case = every.case_of(every.decision) if every.decision else None
        return (every.decision, case) if every.decision and case else None
    decision = guards.standing_decision(project)
    if decision is None:
        return None
    if decision.case_id == seen.pk:
        return decision, seen
    is_seen = Case.objects.visible_to(request.user).filter(pk=decision.case_id).exists()
    return (decision, decision.case) if is_seen else None
