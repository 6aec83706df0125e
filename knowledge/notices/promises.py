"""What people are told about meetings and what was promised there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge import ledger
from pvehub.notifications import Kind, on


def _still_promised(action: Any, facts: dict[str, Any]) -> bool:
    return action.state in ledger.UNKEPT


def _still_due(action: Any, facts: dict[str, Any]) -> bool:
    """Nobody is reminded of what was done, dropped or put off meanwhile."""
    return action.state in ledger.UNKEPT and str(action.due_on) == str(facts.get("due_on"))


def _still_planned(meeting: Any, facts: dict[str, Any]) -> bool:
    return meeting.called_off_at is None


KEEPER = _("You answer for what was promised, by your role and office, or head that office.")

KINDS = on(
    _("Meetings and what they promised"),
    Kind(
        "knowledge.promised",
        label=_("Something was promised that you answer for"),
        relevant=_still_promised,
        why=KEEPER,
    ),
    Kind(
        "knowledge.promise_due",
        label=_("Something that was promised is near or past its day"),
        relevant=_still_due,
        why=KEEPER,
    ),
    Kind(
        "knowledge.promise_overdue",
        label=_("Promised, past its day, neither done nor dropped"),
        cadence="weekly",
        relevant=_still_promised,
        why=_("You follow up at headquarters what meetings promised."),
    ),
    Kind(
        "knowledge.meeting_near",
        label=_("A meeting you organize is a month away"),
        relevant=_still_planned,
        why=_("You organize the meeting, or serve in the office that does."),
    ),
)
