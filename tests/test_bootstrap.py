"""The way in on a bare machine: what it needs, and the one sentence when it does not find it."""

import ast
import os
import pathlib
import re
import subprocess
import sys

import pytest

from pvehub import bootstrap
from tests.machinery.portal import NOT_COPIED, REPOSITORY

LOCKS = sorted(bootstrap.REQUIREMENTS.glob("*.txt"))


@pytest.mark.parametrize("name", ["manage.py", "pvehub/__init__.py", "pvehub/bootstrap.py"])
def test_an_old_python_can_read_it(name: str):
    ast.parse((REPOSITORY / name).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_so_in_one_sentence():
    program = (
        "import sys; sys.version_info = (3, 9, 2); from pvehub import bootstrap; bootstrap.enter(['manage.py', 'up'])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("PVE Hub needs Python 3.11 or newer and this is 3.9")
    assert done.stderr.count("\n") == 1


def test_an_environment_that_has_the_requirements_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    def not_to_be_called(*args: object) -> None:
        raise AssertionError("it started again")

    monkeypatch.setattr(os, "execv", not_to_be_called)

    assert bootstrap.enter(["manage.py", "up"]) is None
    assert bootstrap.missing(bootstrap.REQUIREMENTS / "development.txt") == []


def test_without_a_venv_module_it_says_which_package_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(bootstrap.Refused, match="no venv module: install it"):
        bootstrap._create(None)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("Temporary failure in name resolution", "could not be downloaded"),
        ("error: THESE PACKAGES DO NOT MATCH THE HASHES: they do not match the hashes", "its hash differs"),
        ("PermissionError: [Errno 13] Permission denied", "cannot be written to"),
        ("one\nsomething new", "failed: something new"),
    ],
)
def test_what_an_installer_says_becomes_one_sentence(said: str, sentence: str):
    with pytest.raises(bootstrap.Refused, match=sentence) as refused:
        bootstrap._run([sys.executable, "-c", f"print({said!r}); raise SystemExit(1)"])

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host_and_hashes_everything(lock: pathlib.Path):
    text = lock.read_text(encoding="utf-8")

    assert "://" not in text
    assert "-url" not in text
    names = [name for name, _, _ in bootstrap._locked(lock)]
    assert len(names) == text.count("==") - text.count("version ==") - text.count("platform ==")
    assert all("--hash=sha256:" in block for block in text.split("\n\n") if block.strip())


def test_every_marker_of_the_locks_is_understood():
    markers = {marker for lock in LOCKS for _, _, marker in bootstrap._locked(lock) if marker}

    assert {bootstrap._applies(marker) for marker in markers} == {True, False}
    assert not bootstrap._applies("sys_platform == 'win32'")
    assert bootstrap._applies("implementation_name != 'pypy'")
    assert not bootstrap._applies("python_full_version < '3.11.0'")


def test_the_secret_key_is_made_once_and_private(tmp_path: pathlib.Path):
    first = bootstrap.secret_key(tmp_path / "data")

    assert len(first) > 50
    assert bootstrap.secret_key(tmp_path / "data") == first
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]


@pytest.mark.full
@pytest.mark.timeout(400)
def test_a_bare_machine_gets_an_environment_of_its_own(tmp_path: pathlib.Path):
    import shutil

    folder = tmp_path / "dossier à l'été"
    shutil.copytree(REPOSITORY, folder, ignore=NOT_COPIED)
    command = ["/usr/bin/python3", "manage.py", "version"]
    bare = {"PATH": "/usr/bin:/bin"}

    done = subprocess.run(command, cwd=folder, env=bare, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert (folder / ".venv" / "pvehub.json").exists()
    again = subprocess.run(command, cwd=folder, env=bare, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stderr) == (0, "")


def test_what_is_shipped_is_what_is_tested():
    def pinned(lock: str) -> dict[str, str]:
        text = (bootstrap.REQUIREMENTS / lock).read_text(encoding="utf-8")
        return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))

    shipped, tested = pinned("production.txt"), pinned("development.txt")

    assert len(shipped) > 30
    assert {name: version for name, version in shipped.items() if tested.get(name) != version} == {}
