"""What was not endorsed because of a red line, for the roof: the page of the red line."""

from typing import Any

from django import template
from django.urls import reverse

from endorsement.models import Decision

register = template.Library()
FEW = 5


@register.inclusion_tag("endorsement/_refused_because.html", takes_context=True)
def refused_because(context: template.Context, line: Any) -> dict[str, Any]:
    """How many decisions rest on it and which, of the cases this person reads; nothing at all where there is none."""
    rows = Decision.objects.declined_for(context["request"].user).filter(red_lines__red_line=line)
    found = list(rows.select_related("case__project").newest_first()[: FEW + 1])
    count = rows.count() if len(found) > FEW else len(found)
    url = f"{reverse('endorsement:declined-list')}?red_line={line.number}"
    return {"rows": found[:FEW], "count": count, "url": url, "is_more": len(found) > FEW}
