"""Until when an endorsement holds: the day the decision names, and by default the end of the version it judged. Pure."""

from datetime import date, timedelta
from typing import Any

from endorsement import workflow


def end_of(content: dict[str, Any]) -> date | None:
    """The day on which a frozen version says that the project ends; None where it names none."""
    for section in content.get("sections", []):
        for item in section["fields"]:
            if item["name"] == "end_on":
                return date.fromisoformat(item["data"]) if item.get("data") else None
    return None


def latest(content: dict[str, Any], *, is_emergency: bool, today: date) -> date | None:
    """The last day that a decision of today may name: the end of the version, on the emergency track 90 days at most."""
    end = end_of(content)
    if not is_emergency:
        return end
    most = today + timedelta(days=workflow.EMERGENCY_VALID_DAYS)
    return min(end, most) if end else most


def until(valid_until_on: date | None, *, version_end_on: date | None, published_end_on: date | None) -> date | None:
    """The day on which an endorsement really ends.

    One that was given to the end of its version goes with an extension that TRD was told of and published; one that was
    given to an earlier day ends on that day.
    """
    if valid_until_on is None or valid_until_on != version_end_on or published_end_on is None:
        return valid_until_on
    return max(valid_until_on, published_end_on)


def rung(until_on: date, today: date) -> int | None:
    """The latest of the rungs (days before the end) that is reached, so that an outage gives one reminder; None before them."""
    passed = [days for days in workflow.EXPIRY_RUNGS if (until_on - today).days <= days]
    return min(passed) if passed else None
