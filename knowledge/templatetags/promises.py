"""What was promised, for the pages of the roof and beside evaluations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.html import format_html

from knowledge import ledger, permissions, workflow
from knowledge.models import FollowUpAction, Meeting, Recommendation, Resource
from knowledge.models.promises import role_name
from knowledge.owing import SHOWN, owed
from pvehub.ui.templatetags.ui import day

register = template.Library()

KIND = {
    ledger.Promise.OPEN: "neutral",
    ledger.Promise.IN_PROGRESS: "info",
    ledger.Promise.DONE: "ok",
    ledger.Promise.DROPPED: "neutral",
}
MEETING_KIND = {
    ledger.MeetingState.PLANNED: "info",
    ledger.MeetingState.HELD: "neutral",
    ledger.MeetingState.CALLED_OFF: "warn",
}


@register.inclusion_tag("ui/pill.html")
def promise_pill(action: FollowUpAction) -> dict[str, Any]:
    """Where a promise stands."""
    return state_pill_of(ledger.Promise(action.state))


@register.inclusion_tag("ui/pill.html")
def promise_state(state: ledger.Promise) -> dict[str, Any]:
    """The same, of a row that is no object."""
    return state_pill_of(state)


def state_pill_of(state: ledger.Promise) -> dict[str, Any]:
    """The word with its colour."""
    return {"text": state.label, "kind": KIND[state]}


@register.inclusion_tag("ui/pill.html")
def meeting_pill(state: ledger.MeetingState) -> dict[str, Any]:
    """Where a meeting stands."""
    return {"text": state.label, "kind": MEETING_KIND[state]}


@register.inclusion_tag("knowledge/_promise_row.html")
def promise_row(action: FollowUpAction, today: date, source: bool = False) -> dict[str, Any]:
    """A row: what was promised, by whom, by when, where it stands; with `source` also where."""
    return {"action": action, "is_overdue": action.is_overdue(today), "source": source}


@register.simple_tag
def meeting_days(meeting: Meeting) -> str:
    """When it is or was: a day, some days, or the month where no more is known."""
    if meeting.is_month:
        return date_format(meeting.starts_on, "YEAR_MONTH_FORMAT")
    if meeting.starts_on == meeting.ends_on:
        return str(day(meeting.starts_on))
    first, last = meeting.starts_on, meeting.ends_on
    if (first.year, first.month) == (last.year, last.month) and get_format("SHORT_DATE_FORMAT").startswith("j "):
        return format_html('<time datetime="{}">{}</time>–{}', first.isoformat(), first.day, day(last))
    return format_html("{} – {}", day(first), day(last))


@register.inclusion_tag("knowledge/_promises_awaiting.html", takes_context=True)
def promises_awaiting_me(context: template.Context) -> dict[str, Any]:
    """What this person's role promised and is due within two weeks or late; and for those who organize meetings at
    headquarters how much is late in all."""
    today = timezone.localdate()
    rows = owed(context["user"], today)["promise"]
    mine = [
        row | {"state": ledger.Promise(row["state_"]), "role": role_name(row["role_"])} for row in rows if row["mine_"]
    ]
    late = rows[0]["late_"] if rows else 0
    return {"promises": mine[:SHOWN], "more": len(mine) > SHOWN, "late": late, "today": today}


@register.inclusion_tag("knowledge/_response.html", takes_context=True)
def response_of(context: template.Context, resource: Resource) -> dict[str, Any]:
    """The management response beside an evaluation: how many recommendations, how many answered, what is promised."""
    user = context["user"]
    if resource.kind != "evaluation" or resource.state != workflow.State.PUBLISHED:
        return {"is_shown": False}
    rows = list(Recommendation.objects.visible_to(user).filter(resource=resource).by_number())
    why_not = permissions.why_not_respond(user, resource)
    is_shown = bool(rows) or not why_not
    return {"is_shown": is_shown, "rows": rows, "resource": resource, "why_not": why_not, "today": timezone.localdate()}
