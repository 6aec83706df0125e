"""A mail server with a fault, spoken over real sockets; `mend()` takes the fault away.

aiosmtpd, which tests use otherwise, is too well-behaved: it cannot say half a line, nonsense, or nothing.
"""

import re
import socket
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

ADDRESS = re.compile(r"<(.*?)>")


class End(Exception):
    """The server has closed the connection."""


class BadServer(socketserver.ThreadingTCPServer):
    """Every connection is a `Talk`. `fault` is the name of a method of it that is asked before each step, with the step:
    "greet", "EHLO", "MAIL", "RCPT", "DATA", "line" (of a message), "taken" (before the answer to a message).
    """

    daemon_threads, allow_reuse_address = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.host, self.port = self.server_address
        self.fault, self.seconds = "", 0.0
        self.only = ""  # the one address that the fault is about, where it is about one
        self.messages: list[EmailMessage] = []  # what it took, answered or not
        self.heard: list[str] = []  # every command, of all connections
        self.connections = 0
        self._lock, self._open, self._over = threading.Lock(), set[socket.socket](), threading.Event()

    def mend(self) -> None:
        """From here on it behaves; whoever still hangs on it is hung up on."""
        self.fault = ""
        self.hang_up()

    def hang_up(self) -> None:
        for line in list(self._open):
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def by_message_id(self) -> Counter[str]:
        return Counter(str(message["Message-ID"]) for message in self.messages)

    def stop(self) -> None:
        self._over.set()
        self.shutdown()
        self.hang_up()
        self.server_close()


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: BadServer

    def setup(self) -> None:
        super().setup()
        self.about, self.carried = "", 0
        with self.server._lock:
            self.server.connections += 1
            self.server._open.add(self.request)

    def finish(self) -> None:
        self.server._open.discard(self.request)
        try:
            super().finish()
        except OSError:
            pass

    def handle(self) -> None:
        try:
            self.step("greet", "220 here")
            while line := self.rfile.readline():
                self.command(line.decode("latin-1").strip())
        except (End, OSError):
            pass

    def step(self, name: str, answer: str) -> None:
        """Says the answer, unless the fault has one of its own."""
        self.say((self.server.fault and getattr(self, self.server.fault)(name)) or answer)

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def rest(self, seconds: float) -> None:
        if self.server._over.wait(seconds):
            raise End

    def command(self, line: str) -> None:
        self.server.heard.append(line)
        verb = line.split(" ")[0].split(":")[0].upper()
        if verb == "EHLO":
            self.step("EHLO", "250 here")
        elif verb == "RCPT":
            self.about = ADDRESS.search(line)[1]
            self.step("RCPT", "250 known")
        elif verb == "DATA":
            self.step("DATA", "354 go on")
            self.message()
        elif verb == "QUIT":
            self.say("221 bye")
            raise End
        else:
            self.step(verb, "250 yes")

    def message(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise End
            lines.append(line.removeprefix(b"."))
            self.server.fault and getattr(self, self.server.fault)("line")
        self.letter = message_from_bytes(b"".join(lines), _class=EmailMessage, policy=policy.default)
        self.taken = False
        answer = (self.server.fault and getattr(self, self.server.fault)("taken")) or "250 taken"
        if answer.startswith("250"):
            self.take()
        self.say(answer)
        if self.server.fault:
            getattr(self, self.server.fault)("after")

    def take(self) -> None:
        if not self.taken:
            self.server.messages.append(self.letter)
            self.taken, self.carried = True, self.carried + 1

    def concerned(self) -> bool:
        return self.server.only in ("", self.about)

    # The faults.
    def says_nothing(self, step: str) -> str:
        self.rest(3600)
        return ""

    def slow(self, step: str) -> str:
        if step not in ("line", "after"):
            self.rest(self.server.seconds)
        return ""

    def slow_verdict(self, step: str) -> str:
        """Has taken the mail and thinks for a while before it says so."""
        if step == "taken":
            self.take()
            self.rest(self.server.seconds)
        return ""

    def drips(self, step: str) -> str:
        """A sign now and then and never the end of the line: no single wait is long."""
        for _ in range(100_000):
            self.wfile.write(b"2")
            self.rest(self.server.seconds)
        return ""

    def cuts_in_data(self, step: str) -> str:
        if step == "line" and self.concerned():
            raise End
        return ""

    def cuts_after_dot(self, step: str) -> str:
        """Has read it all and is gone, without having taken it."""
        if step == "taken" and self.concerned():
            raise End
        return ""

    def takes_and_cuts(self, step: str) -> str:
        """Has taken it and is gone before it could say so."""
        if step == "taken" and self.concerned():
            self.take()
            raise End
        return ""

    def busy_at_greeting(self, step: str) -> str:
        self.say("421 too busy")
        raise End

    def busy_after_data(self, step: str) -> str:
        if step == "taken" and self.concerned():
            self.say("421 closing")
            raise End
        return ""

    def greylists_one(self, step: str) -> str:
        return "450 later" if step == "RCPT" and self.concerned() else ""

    def full_mailbox(self, step: str) -> str:
        return "552 5.2.2 mailbox full" if step == "RCPT" and self.concerned() else ""

    def full_after_data(self, step: str) -> str:
        return "552 storage exceeded" if step == "taken" and self.concerned() else ""

    def nonsense_after_data(self, step: str) -> str:
        return "\x07ok!? <html>" if step == "taken" and self.concerned() else ""

    def nonsense_at_greeting(self, step: str) -> str:
        return "HTTP/1.1 400 Bad Request" if step == "greet" else ""

    def one_answer_too_many(self, step: str) -> str:
        """Takes back what it refused a moment ago; a client that does not notice reads every answer one step late."""
        if step == "RCPT" and self.concerned():
            self.say("450 later")
            return "250 or rather not"
        return ""

    def refuses_starttls(self, step: str) -> str:
        return {"EHLO": "250-here\r\n250 STARTTLS", "STARTTLS": "454 TLS not available"}.get(step, "")

    def knows_no_starttls(self, step: str) -> str:
        return ""

    def closes_when_idle(self, step: str) -> str:
        """After each mail it takes it is gone, as after a time in which nothing was said."""
        if step == "after":
            raise End
        return ""

    def says_farewell_when_idle(self, step: str) -> str:
        if step == "after":
            self.say("421 idle for too long")
            raise End
        return ""

    def carries_two(self, step: str) -> str:
        """So many on a connection; who wants to send more, connects again."""
        if step == "MAIL" and self.carried >= 2:
            self.say("421 too many messages on this connection")
            raise End
        return ""


@pytest.fixture
def bad_smtp(settings: Any) -> Iterator[BadServer]:
    """Django's mail goes to it for the length of the test."""
    server = BadServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    settings.EMAIL_BACKEND = "pvehub.notifications.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = server.host, server.port, 0.5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    try:
        yield server
    finally:
        server.stop()
        thread.join()
        until_gone(server)


def until_gone(server: BadServer, seconds: float = 5) -> None:
    """No connection outlives the test."""
    end = time.monotonic() + seconds
    while server._open and time.monotonic() < end:
        time.sleep(0.01)
