"""The steps of the gate: every one runs, what takes longest beside the others."""

import sys

import time_machine

from pvehub.management import gate
from tests.machinery import amount

MEETS = """
import pathlib, sys, time
pathlib.Path(sys.argv[1]).touch()
for _ in range(200):
    if pathlib.Path(sys.argv[2]).exists():
        sys.exit()
    time.sleep(0.1)
sys.exit("alone")
"""


def test_every_step_runs_also_after_one_that_failed_or_was_not_there(capfd):
    steps = [
        ("one", [sys.executable, "-c", "print('said'); raise SystemExit(3)"]),
        ("types", ["/no/such/program"]),
        ("three", [sys.executable, "-c", "import sys; print('on the other stream', file=sys.stderr)"]),
    ]

    results = gate.run_all(steps, {"PATH": "/usr/bin:/bin"})

    assert [(result.name, result.passed) for result in results] == [("one", False), ("types", False), ("three", True)]
    told = capfd.readouterr().out
    assert "--- one\nsaid\n" in told
    assert "--- types\n/no/such/program: No such file or directory\n" in told
    assert "--- three\non the other stream\n" in told


def test_the_types_are_judged_beside_the_other_steps(tmp_path):
    """Each waits until the other has begun."""
    here, there = str(tmp_path / "here"), str(tmp_path / "there")
    steps = [
        ("lint", [sys.executable, "-c", MEETS, here, there]),
        ("types", [sys.executable, "-c", MEETS, there, here]),
    ]

    assert [result.passed for result in gate.run_all(steps, {})] == [True, True]
    assert "types" in dict(gate.steps())


def test_the_day_of_a_run_stays_when_midnight_falls_into_it():
    before = amount.today(), amount.of_the_day(range(7), 2)

    with time_machine.travel("2031-05-06 00:01:00+00:00"):
        assert (amount.today(), amount.of_the_day(range(7), 2)) == before
