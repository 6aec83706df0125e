"""What people are told about meetings and what was promised there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge import ledger
from pvehub.notifications import Kind


def _still_promised(action: Any, facts: dict[str, Any]) -> bool:
    return action.state in ledger.UNKEPT


def _still_due(action: Any, facts: dict[str, Any]) -> bool:
    """Nobody is reminded of what was done, dropped or put off meanwhile."""
    return action.state in ledger.UNKEPT and str(action.due_on) == str(facts.get("due_on"))


def _still_planned(meeting: Any, facts: dict[str, Any]) -> bool:
    return meeting.called_off_at is None


KINDS = [
    Kind("knowledge.promised", label=_("Something was promised that you answer for"), relevant=_still_promised),
    Kind("knowledge.promise_due", label=_("Something that was promised is near or past its day"), relevant=_still_due),
    Kind(
        "knowledge.promise_overdue",
        label=_("Promised, past its day, neither done nor dropped"),
        cadence="weekly",
        relevant=_still_promised,
    ),
    Kind("knowledge.meeting_near", label=_("A meeting you organize is a month away"), relevant=_still_planned),
]
