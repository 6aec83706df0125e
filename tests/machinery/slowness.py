"""The tests that take long, as they were measured: tests/slow.txt names them, `verify --quick` leaves them out.

A list made anew after tests were added, of the time that a test takes with what it builds and takes down again:

    python -m pytest -q --durations=0 --durations-min=0.05 > LOG; python tests/machinery/slowness.py LOG [SECONDS]

Marks in the tests themselves say what is slow by its nature; this list says what happens to be.
"""

import collections
import functools
import pathlib
import re
import sys

import pytest

LIST = pathlib.Path(__file__).resolve().parents[1] / "slow.txt"
LIMIT = 0.3  # seconds, on the average of its parameters
_LINE = re.compile(r"^\s*([\d.]+)s (?:call|setup|teardown)\s+(\S+?)(\[.*)?$")


@functools.cache
def listed() -> frozenset[str]:
    """The functions of the list, as `tests/x.py::test_y`."""
    lines = LIST.read_text().splitlines() if LIST.exists() else []
    return frozenset(line for line in lines if line and not line.startswith("#"))


def function_of(nodeid: str) -> str:
    """The test without its parameters and its group."""
    return nodeid.partition("[")[0].partition("@")[0]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before the marks are asked for."""
    for item in items:
        if function_of(item.nodeid) in listed():
            item.add_marker("slow")


def measured(log: str, limit: float) -> list[str]:
    """The functions of a run's durations that took longer than the limit, in the order of their names."""
    taken: dict[str, dict[str, float]] = collections.defaultdict(lambda: collections.defaultdict(float))
    for line in log.splitlines():
        if found := _LINE.match(line):
            seconds, name, parameters = found.groups()
            taken[function_of(name)][parameters or ""] += float(seconds)
    return sorted(name for name, times in taken.items() if sum(times.values()) / len(times) > limit)


if __name__ == "__main__":
    limit = float(sys.argv[2]) if len(sys.argv) > 2 else LIMIT
    names = measured(pathlib.Path(sys.argv[1]).read_text(), limit)
    LIST.write_text("# Made by tests/machinery/slowness.py: left out by `verify --quick`.\n" + "\n".join(names) + "\n")
    print(f"{len(names)} functions take longer than {limit:g} s")
