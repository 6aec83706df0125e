"""Real beats and workers beside a test: the programs of production, on the test's database, mail server and Redis."""

import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from pvehub.embedded import processes

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = {
    "beat": ("celery", "--app", "pvehub.celery", "--quiet", "beat", "--loglevel", "INFO", "--pidfile="),
    "worker": ("celery", "--app", "pvehub.celery", "--quiet", "worker", "--loglevel", "INFO", "--concurrency", "2"),
    "web": ("gunicorn", "--config", "python:pvehub.serving", "pvehub.wsgi"),
}


class Workers:
    """Starts them, kills them without a farewell, and keeps what they said."""

    def __init__(self, folder: pathlib.Path, **environment: str) -> None:
        self.folder = folder
        self.environment = os.environ | on_the_test_database() | {"PVEHUB_DATABASE_ROLE": "app"} | environment
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, program: str) -> subprocess.Popen[bytes]:
        """A "beat", a "worker", or a "web" server where HOST and PORT of the environment say."""
        command = [sys.executable, "-m", *PROGRAMS[program]]
        with (self.folder / f"{program}-{len(self._running)}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=processes.dying_with_parent(signal.SIGKILL),
            )
        self._running.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """`kill -9`, children included."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()

    def kill_all(self) -> None:
        for process in self._running:
            self.kill(process)

    def said(self) -> str:
        """Everything they wrote, for the message of a test that fails."""
        return "\n".join(path.read_text(errors="replace")[-4000:] for path in sorted(self.folder.glob("*.log")))


def on_the_test_database() -> dict[str, str]:
    """The addresses of the database this test stands on, for a child process."""
    from django.db import connection

    name = quote(str(connection.settings_dict["NAME"]))
    names = ("DATABASE_URL", "DATABASE_OWNER_URL")
    return {variable: urlsplit(os.environ[variable])._replace(path=f"/{name}").geturl() for variable in names}


@pytest.fixture
def workers(transactional_db: None, smtp_sink: Any, tmp_path: pathlib.Path) -> Iterator[Workers]:
    """Workers that send to the sink; without Redis until a test gives them its url."""
    folder = tmp_path / "workers"
    folder.mkdir()
    mail = {"EMAIL_HOST": smtp_sink.host, "EMAIL_PORT": str(smtp_sink.port)}
    workers = Workers(folder, **mail, PVEHUB_DATA=str(tmp_path / "data"))
    try:
        yield workers
    finally:
        workers.kill_all()


def until(true: Callable[[], Any], seconds: float = 30, say: Callable[[], str] = lambda: "") -> None:
    """Waits until it is true; fails with what there is to say when it does not become so."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"It did not happen within {seconds} s. {say()}")
        time.sleep(0.1)
