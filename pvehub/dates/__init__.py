"""Due dates in one's own calendar. Apps list in their `dates.py` what falls due; nothing here names anything of theirs."""

from .kinds import Due, Entry

__all__ = ["Due", "Entry"]
