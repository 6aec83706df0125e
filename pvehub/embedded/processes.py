"""What Linux knows about other processes, and the promise that a child dies with its parent."""

import ctypes
import os
import pathlib
import signal
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def dying_with_parent(with_signal: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends the child this signal when the parent is gone, `kill -9` included.

    Start such children from the main thread: the signal comes when the starting *thread* ends.
    """
    parent = os.getpid()

    def prepare() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(with_signal))
        if os.getppid() != parent:  # it died between the fork and the line above
            os._exit(1)

    return prepare


def name_of(pid: int) -> str:
    """The program's name, or "" when there is no such process or it is only waiting to be reaped."""
    fields = _stat(pid)
    return "" if not fields or fields[1] == "Z" else fields[0]


def parent_of(pid: int) -> int:
    """The parent's id, 0 when there is no such process."""
    fields = _stat(pid)
    return int(fields[2]) if fields else 0


def command_of(pid: int) -> str:
    """The command line as typed, "" when it cannot be read."""
    try:
        words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return b" ".join(words).decode("utf-8", "replace").strip()


def _stat(pid: int) -> list[str]:
    """[name, state, parent] from /proc; the name may itself hold blanks and brackets."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    name, _, rest = text.partition("(")[2].rpartition(")")
    return [name, *rest.split()[:2]]
