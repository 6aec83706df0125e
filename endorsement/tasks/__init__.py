"""The timers of endorsement: idempotent sweeps over what is due, one module per subject."""

from .cases import lapse_advice, lapse_overrides, remind_quiet

__all__ = [
    "lapse_advice",
    "lapse_overrides",
    "remind_quiet",
]
