"""What the portal stands on: nothing in the lock that nobody asks for, each floor with its reason, each licence told."""

import importlib.metadata
import pathlib
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pvehub import bootstrap
from pvehub.management import licences

TEXT = (pathlib.Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8")
PROJECT = tomllib.loads(TEXT)["project"]
SHIPPED = PROJECT["dependencies"]
TESTED = [*SHIPPED, *PROJECT["optional-dependencies"]["development"]]
FLOORS = [line.split("\t") for line in (bootstrap.REQUIREMENTS / "floors.tsv").read_text("utf-8").splitlines()]


def needed(asked: list[str]) -> set[str]:
    """All that these requirements bring on this machine, by name."""
    extras: dict[str, set[str]] = {}
    waiting = [(Requirement(text), "") for text in asked]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        seen = extras.setdefault(canonicalize_name(requirement.name), set())
        for wanted in {"", *requirement.extras} - seen:
            seen.add(wanted)
            waiting += [(Requirement(text), wanted) for text in importlib.metadata.requires(requirement.name) or []]
    return set(extras)


@pytest.mark.parametrize(("lock", "asked"), [("production.txt", SHIPPED), ("development.txt", TESTED)])
def test_the_lock_holds_what_is_asked_for_and_what_that_needs_and_nothing_else(lock, asked):
    assert {canonicalize_name(name) for name, _version in licences.here(lock)} == needed(asked)


def test_each_dependency_stands_with_its_reason():
    lines = re.findall(r'^  "[^"]+",? *(.*)$', TEXT[: TEXT.index("[tool.")], re.MULTILINE)
    assert len(lines) == len(TESTED)
    assert [line for line in lines if not re.match(r"# \w.+", line)] == []


def test_the_list_of_licences_is_what_the_packages_say_of_themselves():
    """Where it is not: python -m pvehub.management.licences > pvehub/requirements/licences.tsv, and look at the difference."""
    assert licences.FILE.read_text("utf-8").splitlines() == list(licences.lines())


def test_no_licence_of_what_is_shipped_asks_that_ours_be_the_same():
    """Copyleft that reaches beyond the package itself; the LGPL and the MPL do not reach us, who change neither."""
    shipped = [line.split("\t") for line in licences.lines() if not line.endswith("\tdevelopment")]
    assert [told for told in shipped if len(told) < 3 or re.search(r"(?<!L)GPL|SSPL|Commercial", told[2])] == []


def test_a_floor_that_an_advisory_set_is_not_lowered():
    """Each row: the package, the first version without the fault, the advisory, and what the fault was."""
    asked = {canonicalize_name((found := Requirement(text)).name): found for text in SHIPPED}
    for name, mended, advisory, fault in FLOORS:
        assert re.match(r"(CVE-\d{4}-\d+|GHSA(-\w{4}){3})$", advisory) and fault, name
        (floor,) = [part.version for part in asked[name].specifier if part.operator == ">="]
        assert Requirement(f"x>={mended}").specifier.contains(floor), f"{name}: {advisory} is mended in {mended}"
