"""The steps of the one gate and what each needs: pure lists, and the installing of what a group of tests lacks."""

import os
import pathlib
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pvehub import bootstrap

# Every signature of the rules is typed, strictly.
RULES = ("actions", "permissions", "querysets", "workflow", "scoring", "access", "embedded")
BESIDE = ("types",)  # as long as all other steps together, and on one core
HOUSES = ("pvehub", "projects", "endorsement", "knowledge", "risks")


@dataclass(frozen=True)
class Group:
    """Tests (by marker) that need a program of the system."""

    marker: str
    program: str
    package: str


GROUPS = (
    Group("browser", "chromium", "chromium"),
    Group("redis", "redis-server", "redis-server"),
    Group("postgres15", "/usr/lib/postgresql/15/bin/postgres", "postgresql-15"),
    Group("gettext", "xgettext", "gettext"),
)


@dataclass(frozen=True)
class Result:
    """How a step went."""

    name: str
    seconds: float
    passed: bool


def rule_modules() -> list[str]:
    """The files mypy judges: modules and packages with the names of the rules, without tests and migrations."""
    found = set()
    for house in HOUSES:
        for path in (bootstrap.FOLDER / house).rglob("*.py"):
            relative = path.relative_to(bootstrap.FOLDER)
            if "migrations" not in relative.parts and {*relative.parts[1:-1], path.stem} & set(RULES):
                found.add(str(relative))
    return sorted(found)


def templates() -> list[str]:
    """Every template of ours."""
    return sorted(str(path.relative_to(bootstrap.FOLDER)) for path in (bootstrap.FOLDER / "templates").rglob("*.html"))


def steps() -> list[tuple[str, list[str]]]:
    """(name, command) of everything before the tests, in order."""
    python = sys.executable
    manage = [python, "manage.py"]
    return [
        ("format", [tool("ruff"), "format", "--check", "."]),
        ("lint", [tool("ruff"), "check", "."]),
        ("templates", [tool("djade"), "--check", "--target-version", "5.2", *templates()]),
        ("imports", [tool("lint-imports"), "--no-logo"]),
        ("types", [python, "-m", "mypy", *rule_modules()]),
        ("system checks", [*manage, "check", "--fail-level", "WARNING"]),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        ("catalogs", [*manage, "compile_catalogs"]),
        ("test database", [python, "-m", "tests.machinery.template"]),
    ]


def tool(name: str) -> str:
    """A program of the environment we run in."""
    return str(pathlib.Path(sys.executable).parent / name)


def run_all(commands: Sequence[tuple[str, Sequence[str]]], environment: dict[str, str]) -> list[Result]:
    """Runs every step, the longest beside all others one after another; gives their results in the order of the steps."""
    with ThreadPoolExecutor() as beside:
        apart = {name: beside.submit(run, name, command, environment) for name, command in commands if name in BESIDE}
        others = {name: run(name, command, environment) for name, command in commands if name not in BESIDE}
        return [others[name] if name in others else apart[name].result() for name, _ in commands]


def run(name: str, command: Sequence[str], environment: dict[str, str]) -> Result:
    """Runs one step; what it prints is shown when it has ended."""
    started = time.monotonic()
    try:
        done = subprocess.run(
            command,
            cwd=bootstrap.FOLDER,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        code, said = done.returncode, done.stdout
    except OSError as error:
        code, said = 1, f"{command[0]}: {error.strerror}\n"
    print(f"--- {name}\n{said}", end="", flush=True)
    return Result(name, time.monotonic() - started, code == 0)


def missing_groups() -> list[Group]:
    """The groups whose program is not there."""
    return [group for group in GROUPS if not shutil.which(group.program)]


def install(groups: Sequence[Group]) -> None:
    """As root on Debian: installs what the groups need. Elsewhere nothing; the groups are skipped, and it is said."""
    if not groups or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    installs = [["install", "-qq", "-y", "--no-install-recommends", group.package] for group in groups]
    for words in [["update", "-qq"], *installs]:  # one by one: one that this release lacks keeps no other away
        subprocess.run(["apt-get", *words], env=environment, stdout=subprocess.DEVNULL, check=False)
