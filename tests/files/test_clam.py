"""The virus scanner, where there is one: a clamd of our own answers on a unix socket."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pvehub import files
from pvehub.files import clam

pytestmark = pytest.mark.django_db


@pytest.fixture
def clamd(settings: Any, tmp_path: Path) -> Iterator[Callable[[bytes], list[bytes]]]:
    """Start a scanner with its answer; gives the list of what it has been sent."""
    servers: list[tuple[socket.socket, threading.Thread]] = []

    def serve(server: socket.socket, answer: bytes, seen: list[bytes]) -> None:
        line, _ = server.accept()
        with line, line.makefile("rb") as stream:
            command = b""
            while not command.endswith(b"\0"):
                command += stream.read(1)
            content = b""
            if command == b"zINSTREAM\0":
                while size := struct.unpack(">I", stream.read(4))[0]:
                    content += stream.read(size)
            seen += [command, content]
            line.sendall(answer)

    def start(answer: bytes) -> list[bytes]:
        server = socket.socket(socket.AF_UNIX)
        settings.CLAMAV_SOCKET = str(tmp_path / "clamd")
        server.bind(settings.CLAMAV_SOCKET)
        server.listen()
        seen: list[bytes] = []
        thread = threading.Thread(target=serve, args=(server, answer, seen))
        thread.start()
        servers.append((server, thread))
        return seen

    yield start
    for server, thread in servers:
        thread.join(5)
        server.close()


def test_a_clean_file_is_sent_whole_and_taken(upload: Any, clamd: Any) -> None:
    seen = clamd(b"stream: OK\0")
    text = "word " * 500_000  # more than one block

    files.store(upload("a.txt", text), by=None)

    assert seen == [b"zINSTREAM\0", text.encode()]


def test_an_infected_file_is_refused(upload: Any, clamd: Any, kept: Any) -> None:
    clamd(b"stream: Eicar-Test-Signature FOUND\0")

    with pytest.raises(files.Rejected, match="infected"):
        files.store(upload("a.txt", "text"), by=None)
    assert kept() == []


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_without_a_clear_answer_nothing_is_taken(upload: Any, clamd: Any, answer: bytes) -> None:
    clamd(answer)

    with pytest.raises(files.Rejected, match="does not answer"):
        files.store(upload("a.txt", "text"), by=None)


def test_a_scanner_that_is_configured_but_away_lets_nothing_in(upload: Any, settings: Any, tmp_path: Path) -> None:
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody")

    with pytest.raises(files.Rejected, match="does not answer"):
        files.store(upload("a.txt", "text"), by=None)
    assert not clam.answers()


def test_the_health_page_can_ask_whether_it_is_there(clamd: Any, settings: Any) -> None:
    assert not clam.answers()
    assert clamd(b"PONG\0") == [] and clam.answers()
