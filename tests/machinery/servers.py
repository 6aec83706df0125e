"""Real servers for tests, each on a free loopback port and gone with the test: SMTP, Redis, PostgreSQL 15."""

import asyncio
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from pvehub.embedded import place, processes
from tests.machinery.network import free_port

POSTGRES_15 = pathlib.Path("/usr/lib/postgresql/15/bin")


class Sink:
    """What an SMTP server received. `refusing` answers every message with that reply instead of taking it,
    `refusing_to` those to one address; `slow` is how long it thinks before it hears of a recipient, `slow_to_answer`
    how long it lets the sender wait once it has taken a message."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.envelopes: list[Any] = []
        self.peers: set[Any] = set()  # one for each connection that sent something
        self.refusing = ""
        self.refusing_to: dict[str, str] = {}
        self.slow = self.slow_to_answer = 0.0
        self.host, self.port = "127.0.0.1", 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Takes a recipient, or refuses it with the reply a test has set for this address."""
        await asyncio.sleep(self.slow)
        if address in self.refusing_to:
            return self.refusing_to[address]
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Takes one message, or refuses it with the reply a test has set."""
        if self.refusing:
            return self.refusing
        self.envelopes.append(envelope)
        self.peers.add(session.peer)
        self.messages.append(message_from_bytes(envelope.original_content, _class=EmailMessage, policy=policy.default))
        await asyncio.sleep(self.slow_to_answer)
        return "250 taken"


@pytest.fixture
def smtp_sink(settings: Any) -> Iterator[Sink]:
    """A real SMTP server; Django's mail is sent to it for the length of the test."""
    from aiosmtpd.controller import Controller

    sink = Sink()
    controller = Controller(sink, hostname=sink.host, port=free_port())
    controller.start()
    sink.port = controller.port
    settings.EMAIL_BACKEND = "pvehub.notifications.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.host, sink.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    try:
        yield sink
    finally:
        controller.stop()


class Redis:
    """A redis-server that a test may kill and start again on the same port; it keeps nothing on disk."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=tempfile.gettempdir(),
            preexec_fn=processes.dying_with_parent(signal.SIGKILL),
        )
        wait_for_port(self.port)

    def kill(self) -> None:
        """`kill -9`: no farewell to anybody."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def wait_for_port(port: int, seconds: float = 15) -> None:
    """Returns when something accepts connections on this loopback port."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.03)
        else:
            return


@pytest.fixture
def redis_server() -> Iterator[Redis]:
    """A real Redis; skipped, and said so, where none is installed."""
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    server = Redis()
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture
def broker(redis_server: Redis, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """That Redis as the broker of this process, as a web process has it."""
    from pvehub.celery import app
    from pvehub.jobs import kick

    settings.REDIS_URL = redis_server.url
    monkeypatch.setitem(app.conf, "broker_url", redis_server.url)
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    monkeypatch.setattr(kick, "_away_until", 0.0)
    _forget_connections(app)
    yield redis_server
    _forget_connections(app)


def _forget_connections(app: Any) -> None:
    """Celery keeps its connections for the life of a process; here each test has a Redis of its own."""
    from kombu import pools

    pools.reset()
    app._pool = None
    app.__dict__.pop("amqp", None)


@pytest.fixture
def postgres15() -> Iterator[str]:
    """The URL of an empty database `pvehub` on a throw-away PostgreSQL 15 of the system."""
    if not POSTGRES_15.exists():
        pytest.skip("PostgreSQL 15 is not installed")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="pvehub-pg15-", dir="/tmp"))
    user = place.as_server_user()
    if user:
        os.chown(folder, user["user"], user["group"])
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    data = folder / "data"
    command = [str(POSTGRES_15 / "initdb"), "-D", str(data), "-U", "postgres", "-E", "UTF8", "--no-sync", "-A", "trust"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment, cwd="/", **user)
    port = free_port()
    options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off"}
    command = [str(POSTGRES_15 / "postgres"), "-D", str(data)]
    command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd="/",
        preexec_fn=processes.dying_with_parent(signal.SIGINT),
        **user,
    )
    try:
        yield _new_database(f"postgresql://postgres@127.0.0.1:{port}")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _new_database(server: str) -> str:
    """Made as stack.md's production database is: from template0, UTF8, C.UTF-8."""
    import psycopg

    end = time.monotonic() + 30
    while True:
        try:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE pvehub TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return f"{server}/pvehub"
