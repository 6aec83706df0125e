"""How much of what could go on for ever: `verify` takes enough to notice, `verify --full` takes all."""

import os

FULL = bool(os.environ.get("PVEHUB_FULL"))
ROUNDS = 200 if FULL else 40  # of two people at the same moment


def some(examples: int) -> int:
    """How many made-up examples a property is tried with: all of them, or a third."""
    return examples if FULL else max(10, examples // 3)
