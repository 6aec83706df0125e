"""What people are told of texts they follow and of series of meetings they organize."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from pvehub.notifications import Kind, on


def _still_so(change: Any, facts: dict[str, Any]) -> bool:
    """A doubt that was answered meanwhile is no news any more."""
    return bool(change.still_so)


def _still_unplanned(meeting: Any, facts: dict[str, Any]) -> bool:
    """Nobody is reminded of what was planned meanwhile, or of a series that has another rhythm by now."""
    return bool(meeting.has_no_next and str(meeting.next_on) == str(facts.get("due_on")))


KINDS = [
    *on(
        _("What you follow and read"),
        # The label stands in digests for texts of every confidentiality, so it says nothing.
        Kind(
            "knowledge.followed_turn",
            label=_("What you follow was found to hold, contested, replaced or withdrawn"),
            cadence="weekly",
            relevant=_still_so,
            why=_("You follow the text, or a country or a theme it is about."),
        ),
    ),
    *on(
        _("Meetings and what they promised"),
        Kind(
            "knowledge.series_due",
            label=_("The next meeting of a series is due to be planned"),
            relevant=_still_unplanned,
            why=_("You organize the meetings of the office that held the last one."),
        ),
    ),
]
