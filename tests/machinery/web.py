"""The web server of production beside a test, on the test's database, and a browser that is only a socket."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from pvehub.embedded import processes
from tests.machinery.network import free_port
from tests.machinery.servers import wait_for_port
from tests.machinery.workers import ROOT, on_the_test_database

URLENCODED = "application/x-www-form-urlencoded"


class Web:
    """gunicorn as `up` starts it, but one thread: when it answers, it is done with everything that came before."""

    def __init__(self, folder: Path) -> None:
        self.port, self.log = free_port(), folder / "web.log"
        given = {"PVEHUB_DATABASE_ROLE": "app", "HOST": "127.0.0.1", "PORT": str(self.port), "DATABASE_POOL": "1"}
        given |= {"WEB_WORKERS": "1", "WEB_THREADS": "1", "PVEHUB_DATA": str(folder / "data")}
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "python:pvehub.serving", "pvehub.wsgi"],
                cwd=ROOT,
                env=os.environ | on_the_test_database() | given,
                stdout=log,
                stderr=log,
                preexec_fn=processes.dying_with_parent(signal.SIGINT),
            )
        wait_for_port(self.port, 30)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(20)

    def said(self) -> str:
        """What it wrote: an error that nobody answered stands here."""
        return self.log.read_text(errors="replace")


class Line:
    """One person on a line that can be cut: pages are asked for whole, a POST goes out as bytes."""

    def __init__(self, web: Web, client: Any) -> None:
        self.web, self.cookies = web, {name: morsel.value for name, morsel in client.cookies.items()}

    def get(self, path: str) -> str:
        """A page; its cookies are kept."""
        connection = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=30)
        connection.request("GET", path, headers={"Cookie": self._cookie()})
        answer = connection.getresponse()
        page = answer.read().decode()
        for name, value in re.findall(r"^(\w+)=([^;]+)", "\n".join(answer.msg.get_all("Set-Cookie", [])), re.MULTILINE):
            self.cookies[name] = value
        connection.close()
        assert answer.status == 200, f"{answer.status} {path}: {self.web.said()[-2000:]}"
        return page

    def form(self, path: str, marker: str = "") -> dict[str, str]:
        """The hidden fields of the page's form, as a browser would send them; `marker` stands in the one that is meant."""
        forms = [form for form in re.findall(r"<form.*?</form>", self.get(path), re.DOTALL) if "csrfmiddleware" in form]
        (meant,) = [form for form in forms if marker in form][-1:]
        return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', meant))

    def post(self, path: str, fields: dict[str, str], *, multipart: bool = False) -> bytes:
        """The request, byte for byte."""
        edge = "----edge0123456789"
        kind = f"multipart/form-data; boundary={edge}" if multipart else URLENCODED
        body = urlencode(fields).encode()
        if multipart:
            part = '--{}\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
            body = "".join(part.format(edge, *field) for field in fields.items()).encode() + f"--{edge}--\r\n".encode()
        head = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{self.web.port}", f"Cookie: {self._cookie()}"]
        head += [f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close"]
        return "\r\n".join(head).encode() + b"\r\n\r\n" + body

    def send(self, request: bytes) -> tuple[int, str]:
        """Send it whole and read the answer: status, and where it leads."""
        with socket.create_connection(("127.0.0.1", self.web.port), timeout=30) as line:
            line.sendall(request)
            answer = http.client.HTTPResponse(line)
            answer.begin()
            answer.read()
        return answer.status, answer.headers.get("Location", "")

    def cut(self, request: bytes, at: int) -> None:
        """Send the first bytes, hang up, and wait until the server is done with what it got."""
        with socket.create_connection(("127.0.0.1", self.web.port), timeout=30) as line:
            line.sendall(request[:at])
        self.wait()

    def wait(self) -> None:
        """The server has one thread and takes one request after the other."""
        connection = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=30)
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        connection.close()

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


@pytest.fixture
def web(transactional_db: None, tmp_path: Path) -> Iterator[Web]:
    """A running web server on this test's database."""
    server = Web(tmp_path)
    try:
        yield server
    finally:
        server.stop()
