"""The portal as people start it: `manage.py` in a process of its own, in a folder of its own, with a bare environment."""

import http.client
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.machinery.network import free_port

REPOSITORY = pathlib.Path(__file__).parents[2]
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "tests")


class Portal:
    """A copy of the code in a folder whose name has blanks and accents, with data, sockets and static files beside it."""

    def __init__(self, base: pathlib.Path) -> None:
        self.base = base
        self.folder = base / "dossier à l'été"
        self.data = base / "données"
        self.port = free_port()
        self.environment = {"PATH": "/usr/bin:/bin", "TMPDIR": str(base / "t"), "PVEHUB_DATA": str(self.data)}
        self.user: dict[str, Any] = {}
        shutil.copytree(REPOSITORY, self.folder, ignore=NOT_COPIED)
        (base / "t").mkdir()

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=self.folder,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
            **self.user,
        )

    def up(self, **environment: str) -> subprocess.Popen[str]:
        """Starts `up` and returns when it says that it is ready."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=self.folder,
            env=self.environment | {"PORT": str(self.port)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            **self.user,
        )
        said = []
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "is ready" in line:
                return process
        raise AssertionError(f"up ended with {process.wait()}: {''.join(said)}")

    def get(self, path: str) -> http.client.HTTPResponse:
        """Asks for a page as a stranger."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response

    def processes(self) -> list[int]:
        """Every living process that was started with our data folder in its environment, or serves it."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                here = entry.name.isdecimal() and str(self.base).encode() in (
                    (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
                )
            except OSError:
                continue
            if here:
                found.append(int(entry.name))
        return found

    def leftovers(self) -> list[str]:
        """Processes, sockets and lock files that should not be there once it has stopped."""
        patterns = [(self.base / "t", "pvehub-*"), (self.data, "pg/postmaster.pid"), (self.data, "**/*.lock")]
        files = [str(path) for folder, pattern in patterns for path in folder.glob(pattern)]
        return files + [f"process {pid}" for pid in self.processes()]

    def wait_until_gone(self, seconds: float = 20) -> None:
        """After `kill -9` the kernel tells the children; they need a moment."""
        end = time.monotonic() + seconds
        while self.processes() and time.monotonic() < end:
            time.sleep(0.05)
        assert self.processes() == []


def stop(process: subprocess.Popen[str], sign: signal.Signals = signal.SIGTERM) -> int:
    """Sends the signal; answers with the exit code."""
    process.send_signal(sign)
    code = process.wait(40)
    assert process.stdout is not None
    process.stdout.close()
    return code


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    """One folder and one database for the tests of a module; they start and stop it as they like."""
    base = pathlib.Path(tempfile.mkdtemp(prefix="pvehub-up-", dir="/tmp"))
    base.chmod(0o711)
    made = Portal(base)
    made.data.mkdir(mode=0o711)
    made.data.chmod(0o711)
    (base / "t").chmod(0o711)
    try:
        yield made
    finally:
        for pid in made.processes():
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(base, ignore_errors=True)
