"""The timers of endorsement: idempotent sweeps over what is due, one module per subject."""

from .cases import lapse_advice, lapse_overrides, remind_quiet
from .changes import tell_changes
from .clock import remind_clock, remind_conditions, suspend_overdue
from .kinds import expire, remind_of_end
from .reports import remind_reports, schedule_reports
from .support import remind_support

__all__ = [
    "expire",
    "lapse_advice",
    "lapse_overrides",
    "remind_clock",
    "remind_conditions",
    "remind_of_end",
    "remind_quiet",
    "remind_reports",
    "remind_support",
    "schedule_reports",
    "suspend_overdue",
    "tell_changes",
]
