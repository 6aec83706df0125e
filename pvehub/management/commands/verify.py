"""`manage.py verify`: the one gate, the same on a desk, in the README and in CI."""

import os
import signal
import subprocess
import sys
import tempfile
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pvehub import bootstrap
from pvehub.embedded import processes
from pvehub.management import gate

# Of the caller's environment the gate keeps what finds programs and packages, and nothing that changes a setting.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TERM", "CI", "USER", "SSL_CERT_FILE", "PIP_CERT")


class Command(BaseCommand):
    """Every step runs, also after one has failed; the tests come last and the runner's closing line ends the output."""

    help = "Format, lint, import contracts, types, migrations, catalogs, tests."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """How much, and what to hand on to the test runner."""
        amount = parser.add_mutually_exclusive_group()
        amount.add_argument("--quick", action="store_true", help="without browser, chaos and slow tests: minutes")
        amount.add_argument("--full", action="store_true", help="every cell of the matrix, every round of the races")
        parser.add_argument("tests", nargs="*", help="only these tests")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exits non-zero when any step failed."""
        skipped = [] if options["quick"] else self._provide()
        with tempfile.TemporaryDirectory(prefix="pvehub-verify-") as scratch:
            environment = _environment(scratch, full=options["full"])
            results = gate.run_all(gate.steps(), environment)
            self._report(results, skipped)
            tests = _run_tests(_pytest(options, skipped), environment)
        if tests or not all(result.passed for result in results):
            sys.exit(tests or 1)

    def _provide(self) -> list[gate.Group]:
        """Installs what is missing where it may; answers with the groups that cannot run."""
        gate.install(gate.missing_groups())
        return gate.missing_groups()

    def _report(self, results: list[gate.Result], skipped: list[gate.Group]) -> None:
        self.stdout.write("")
        for result in results:
            self.stdout.write(f"{result.name:<16}{result.seconds:>7.1f} s  {'ok' if result.passed else 'FAILED'}")
        for group in skipped:
            self.stdout.write(f"{group.marker:<16}{'':>9}  skipped: {group.package} is not installed")
        self.stdout.write("--- tests")
        self.stdout.flush()


def _environment(scratch: str, *, full: bool) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    given = {"PVEHUB_DATA": f"{scratch}/data", "PYTHONUTF8": "1"}
    return kept | given | ({"PVEHUB_FULL": "1"} if full else {})


def _pytest(options: dict[str, Any], skipped: list[gate.Group]) -> list[str]:
    without = [group.marker for group in skipped]
    if options["quick"]:
        without = ["browser", "redis", "postgres15", "chaos", "slow"]
    words = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-q"]
    chosen = ["-m", " and ".join(f"not {marker}" for marker in without)] if without else []
    return [*words, *chosen, *options["tests"]]


def _run_tests(command: list[str], environment: dict[str, str]) -> int:
    """The runner's exit code. Its output is our output, so its last line is our last line."""
    child = subprocess.Popen(
        command,
        cwd=bootstrap.FOLDER,
        env=environment,
        preexec_fn=processes.dying_with_parent(signal.SIGTERM),
    )
    return child.wait()
