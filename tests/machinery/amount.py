"""How much of what could go on for ever: `verify` takes enough to notice, `verify --full` takes all."""

import os

FULL = bool(os.environ.get("PVEHUB_FULL"))
ROUNDS = 200 if FULL else 40  # of two people at the same moment
