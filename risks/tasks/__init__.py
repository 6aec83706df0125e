"""The timers of the registers: sweeps over rows that are due. A sweep that was away makes up for it with one run."""

from .acceptances import expire_acceptances
from .portfolio import count_portfolio
from .reminders import remind_due, remind_review
from .screenings import note_stale

__all__ = ["count_portfolio", "expire_acceptances", "note_stale", "remind_due", "remind_review"]
