"""How many requests were answered, how, and how fast: counted by every process of the web server in shared memory.

Each process has a file of numbers in the same order, so that another process adds them up without asking anybody. What
is counted is the name of a route and the hundred of its status: nothing that names a person or a thing has a place here.
"""

import contextlib
import fcntl
import hashlib
import mmap
import os
import pathlib
import struct
import threading
from collections.abc import Iterator

from django.conf import settings
from django.urls import URLPattern, get_resolver

from pvehub import bootstrap

SECONDS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5, 3.0, 10.0)  # upper ends; one more has none
STATUS = ("1xx", "2xx", "3xx", "4xx", "5xx")
GONE = "gone.numbers"  # of processes that have ended
NOWHERE = "none"  # an address that no route has
_CELLS = len(SECONDS) + 2  # one for each end, one for the rest, and the sum of seconds
_HEAD = 32


def routes(patterns: list[object] | None = None, names: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of every route, as `resolver_match.view_name` has it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield ":".join([*names, pattern.name])
        else:
            space = getattr(pattern, "namespace", None)
            yield from routes(pattern.url_patterns, (*names, space) if space else names)  # type: ignore[attr-defined]  # what is no pattern includes some


class Layout:
    """Where the number of a route, a status and a duration stands; the same in every process of one release."""

    def __init__(self) -> None:
        self.names = sorted({*routes(), NOWHERE})
        self._place = {name: number for number, name in enumerate(self.names)}
        self.mark = hashlib.sha256("\n".join(self.names).encode()).digest()
        self.size = _HEAD + 8 * _CELLS * len(STATUS) * len(self.names)

    def at(self, route: str, status: str) -> int:
        """The first byte of this pair's cells."""
        number = self._place.get(route, self._place[NOWHERE]) * len(STATUS) + STATUS.index(status)
        return _HEAD + 8 * _CELLS * number


def folder() -> pathlib.Path:
    """Where the processes of this machine count."""
    return pathlib.Path(settings.DATA_DIR) / "tallies"


class Counter:
    """The numbers of this process."""

    def __init__(self) -> None:
        self.layout, self._lock = Layout(), threading.Lock()
        bootstrap.make_data_dir(folder())
        path = folder() / f"{os.getpid()}.numbers"
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            # Room for all of it now: a page of a hole that finds none on a full disk would end the process.
            os.posix_fallocate(descriptor, 0, self.layout.size)
            self._cells = mmap.mmap(descriptor, self.layout.size)
        finally:
            os.close(descriptor)
        if self._cells[:_HEAD] != self.layout.mark:
            self._cells[:] = self.layout.mark + bytes(self.layout.size - _HEAD)

    def add(self, route: str, status: int, seconds: float) -> None:
        """One answer."""
        name = f"{min(max(status // 100, 1), 5)}xx"
        start = self.layout.at(route, name)
        cell = next((n for n, end in enumerate(SECONDS) if seconds <= end), len(SECONDS))
        with self._lock:
            for place, more in ((start + 8 * cell, 1.0), (start + 8 * (_CELLS - 1), seconds)):
                (before,) = struct.unpack_from("<d", self._cells, place)
                struct.pack_into("<d", self._cells, place, before + more)


def fold(place: pathlib.Path, pid: int) -> None:
    """A process has ended: what it counted is added to what all before it did, and its file goes. `place` is `folder()`,
    given because the process that calls this knows no settings."""
    path, gone = place / f"{pid}.numbers", place / GONE
    with contextlib.suppress(OSError), _alone(place):
        content = path.read_bytes()
        if gone.exists() and (before := gone.read_bytes())[:_HEAD] == content[:_HEAD] and len(before) == len(content):
            numbers = f"<{(len(content) - _HEAD) // 8}d"
            pairs = zip(struct.unpack(numbers, content[_HEAD:]), struct.unpack(numbers, before[_HEAD:]), strict=True)
            with path.open("r+b") as file:  # over what is there: a full disk has no room for a second one
                file.write(content[:_HEAD] + struct.pack(numbers, *(one + other for one, other in pairs)))
        path.rename(gone)


@contextlib.contextmanager
def _alone(place: pathlib.Path) -> Iterator[None]:
    """Nobody adds up while something is folded: a count that falls reads as a new beginning."""
    with (place / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def total() -> Iterator[tuple[str, str, list[float], float]]:
    """(route, status, answers up to each end and in all, seconds together) over every process; only what has happened."""
    layout, added = Layout(), {}
    if not folder().is_dir():
        return
    with _alone(folder()):
        contents = [path.read_bytes() for path in sorted(folder().glob("*.numbers"))]
    for content in contents:
        if content[:_HEAD] == layout.mark and len(content) == layout.size:
            for number, value in enumerate(struct.unpack(f"<{(layout.size - _HEAD) // 8}d", content[_HEAD:])):
                if value:
                    added[number] = added.get(number, 0.0) + value
    for pair in sorted({number // _CELLS for number in added}):
        cells = [added.get(pair * _CELLS + cell, 0.0) for cell in range(_CELLS)]
        so_far = [sum(cells[: end + 1]) for end in range(_CELLS - 1)]
        yield layout.names[pair // len(STATUS)], STATUS[pair % len(STATUS)], so_far, cells[-1]
