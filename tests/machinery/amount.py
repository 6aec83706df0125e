"""How much of what could go on for ever: `verify` takes enough to notice, `verify --full` takes all."""

import os
import pathlib
import stat
import sys
import time
from collections.abc import Sequence
from typing import TypeVar

_DAY = "PVEHUB_TEST_DAY"
T = TypeVar("T")
FULL = bool(os.environ.get("PVEHUB_FULL"))
ROUNDS = 200 if FULL else 40  # of two people at the same moment


def _others_may_run_this() -> bool:
    """Whether root can become somebody else here and still run this Python with this code."""
    found = {pathlib.Path(sys.executable), pathlib.Path(sys.executable).resolve(), pathlib.Path(__file__).resolve()}
    return os.geteuid() == 0 and all(
        folder.stat().st_mode & stat.S_IXOTH for path in found for folder in path.absolute().parents
    )


# The portal from nothing, each a minute: one a day of those that can be done here, so that no day goes without.
STARTS = ("as an ordinary user", "on PostgreSQL 15") if _others_may_run_this() else ("on PostgreSQL 15",)


def today() -> int:
    """The day of the run, as a number: said by the process that starts the workers, so that all of them collect the same
    tests also when midnight falls between."""
    return int(os.environ.setdefault(_DAY, str(int(time.time() // 86400))))


def some(examples: int) -> int:
    """How many made-up examples a property is tried with: all of them, or a third."""
    return examples if FULL else max(10, examples // 3)


def of_the_day(choices: Sequence[T], count: int = 1) -> list[T]:
    """So many of these, other ones each day until all had their turn; all of them in a full run."""
    return list(choices) if FULL else [choices[(today() * count + n) % len(choices)] for n in range(count)]
