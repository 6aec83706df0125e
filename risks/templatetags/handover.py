"""What the roof and the pages show of risks and decisions that were passed on."""

from datetime import timedelta
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from risks import permissions
from risks.covering import today_of
from risks.models import Acceptance, Risk
from risks.watched import COLUMNS, waiting_for
from risks.workflow import RENEWAL_DAYS, AcceptanceState, Seat

register = template.Library()
SHOWN = 5


@register.inclusion_tag("risks/_risks_awaiting_me.html", takes_context=True)
def risks_awaiting_me(context: RequestContext) -> dict[str, Any]:
    """On the desk: the requests and the escalations that wait for this person's word; one query."""
    found = [
        dict(zip(COLUMNS, row, strict=True))
        for row in waiting_for(context["user"], (get_language() or "en")[:2])[: SHOWN + 1]
    ]
    for row in found:
        row["url"] = reverse(f"risks:{row['what']}-detail", args=[row["code"], row["ref"], row["pk"]])
    return {"rows": found[:SHOWN], "more": len(found) > SHOWN, "today": timezone.localdate()}


@register.inclusion_tag("risks/_escalation.html", takes_context=True)
def escalation_panel(context: RequestContext, risk: Risk) -> dict[str, Any]:
    """On the page of a risk: where it was passed to and what became of it; two queries."""
    people = ("asked_by", "answered_by", "on_behalf_of", "owner_before", "watched_in__office")
    found = list(risk.escalations.select_related(*people).order_by("-asked_at", "-pk"))
    for escalation in found:
        escalation.risk = risk
    return {
        "risk": risk,
        "waiting": next((e for e in found if e.state == "asked"), None),
        "answered": [e for e in found if e.state != "asked"],
        "why_not": permissions.why_not_escalate(context["user"], risk),
        "today": today_of(risk.register),
    }


@register.inclusion_tag("risks/_turn.html")
def whose_turn(acceptance: Acceptance) -> dict[str, Any]:
    """Beside a request: a seat that stands empty, and a decision that went further up than the rule says."""
    register_, is_asked = acceptance.risk.register, acceptance.state == AcceptanceState.REQUESTED
    people = permissions.people_in(acceptance.turn, register_) if is_asked else []
    rule = acceptance.assessment.matrix.rules.filter(level=acceptance.level).first()
    project = register_.project
    return {
        "acceptance": acceptance,
        "is_asked": is_asked,
        "people": people,
        "waits_for_submission": bool(
            is_asked
            and project
            and project.submitted_once_at is None
            and people
            and not permissions.readers_in(acceptance.turn, acceptance.risk)
        ),
        "rule_seat": Seat(rule.decides).label if rule and rule.decides != acceptance.seat else "",
    }


@register.filter
def ends_soon(acceptance: Acceptance | None) -> bool:
    """Whether it is time to ask for its renewal."""
    if acceptance is None or acceptance.valid_until_on is None or acceptance.state != AcceptanceState.GRANTED:
        return False
    return acceptance.valid_until_on <= today_of(acceptance.risk.register) + timedelta(days=RENEWAL_DAYS)
