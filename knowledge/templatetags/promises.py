"""What was promised, for the pages of the roof and beside evaluations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from knowledge import ledger, permissions, workflow
from knowledge.models import FollowUpAction, Meeting, Recommendation, Resource
from knowledge.querysets import ORGANIZES
from pvehub import access
from pvehub.people.models import Office
from pvehub.ui.templatetags.ui import day

register = template.Library()

SHOWN = 5
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
    state = ledger.Promise(action.state)
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
    return f"{day(meeting.starts_on)} – {day(meeting.ends_on)}"


@register.inclusion_tag("knowledge/_promises_awaiting.html", takes_context=True)
def promises_awaiting_me(context: template.Context) -> dict[str, Any]:
    """What this person's role promised and is due within two weeks or late; for those who organize meetings at
    headquarters every promise that is late. One query."""
    user, today = context["user"], timezone.localdate()
    soon = today + timedelta(days=-ledger.PROMISE_RUNGS[0])
    rows = FollowUpAction.objects.visible_to(user).unkept()
    wanted = rows.answered_by(user).filter(due_on__lte=soon)
    standing = access.standing(user)
    at_headquarters = any(posting.office.kind == Office.Kind.HQ for posting in standing.postings)
    if at_headquarters and any(standing.anywhere(perm) for perm in ORGANIZES):
        wanted = wanted | rows.overdue(today)
    found = list(wanted.for_list().by_day()[: SHOWN + 1])
    return {"promises": found[:SHOWN], "more": len(found) > SHOWN, "today": today}


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
