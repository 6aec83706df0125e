"""The timers of the registers: sweeps over rows that are due. A sweep that was away makes up for it with one run."""

from .acceptances import expire_acceptances
from .reviews import remind_review
from .screenings import note_stale

__all__ = ["expire_acceptances", "note_stale", "remind_review"]
