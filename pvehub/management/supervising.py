"""The processes `up` starts, watches and stops. Each dies with it, also when it is killed with -9."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field

from pvehub import bootstrap
from pvehub.embedded import processes

STOP_SECONDS = 20


class Failed(Exception):
    """A process ended or does not answer; the message is a sentence."""


@dataclass
class Children:
    """Started in order, stopped in the same order: first what takes requests, then what works in the background."""

    environment: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *words: str, dying: signal.Signals = signal.SIGTERM, **environment: str) -> None:
        """Runs `python -m words...` in our folder; `dying` is what the kernel sends it when we are gone."""
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=bootstrap.FOLDER,
            env=os.environ | self.environment | environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches us only, so that the order of stopping is ours
            preexec_fn=processes.dying_with_parent(dying),
        )

    def require_running(self) -> None:
        """Raises Failed, naming the process, when one has ended by itself."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise Failed(f"{name} ended (code {process.returncode}); what it said stands above.")

    def stop(self) -> None:
        """Asks each to end, and ends those that do not listen."""
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()


def port_is_free(host: str, port: int, *, seconds: float = 2) -> bool:
    """Whether we may listen there. Waits a little: after `kill -9` the old server needs a moment to go."""
    end = time.monotonic() + seconds
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    while True:
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((host, port))
            except OSError:
                if time.monotonic() > end:
                    return False
                time.sleep(0.1)
            else:
                return True


def wait_until_alive(host: str, port: int, children: Children, *, seconds: float = 60) -> None:
    """Returns when /healthz answers 200; raises Failed when a process ends or time runs out."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        children.require_running()
        if _answers(host, port):
            return
        time.sleep(0.05)
    raise Failed(f"The web server does not answer at {host}:{port} after {seconds:.0f} seconds.")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
