"""Speaking to a mail server that may be slow, silent, rude or gone: smtplib with the patience of RFC 5321 (4.5.3.2).

smtplib waits anew for every byte, so a server that drips holds its sender for ever, and it takes the next line for the
answer even where the server has said one too many. Each answer here has its own time for all of it, what is no answer
ends the connection, and one on which something was said unasked is not used again.
"""

import select
import smtplib
import socket
import time
from typing import Any

from django.core.mail.backends import smtp

LONGEST = 8192  # bytes of a line; smtplib's own limit


class Lines:
    """The lines a server says, as smtplib reads them from a file, with one deadline for all of an answer."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock, self._kept, self.end = sock, b"", 0.0

    def readline(self, limit: int) -> bytes:
        """One line with its end, or what there was when the server hung up. TimeoutError once the deadline is over."""
        while b"\n" not in self._kept and len(self._kept) < limit:
            left = self.end - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            self._sock.settimeout(left)
            piece = self._sock.recv(LONGEST)
            if not piece:
                break
            self._kept += piece
        cut = min(self._kept.find(b"\n") + 1 or limit, limit)
        line, self._kept = self._kept[:cut], self._kept[cut:]
        return line

    def is_quiet(self) -> bool:
        """Nothing was said, and nobody hung up, since the last answer."""
        pending = getattr(self._sock, "pending", lambda: 0)()  # what TLS has opened already
        poll = select.poll()
        poll.register(self._sock, select.POLLIN)
        return not self._kept and not pending and not poll.poll(0)

    def close(self) -> None:
        """The socket is closed by whoever made it."""


class Patient:
    """Beside smtplib's clients: `verdict` seconds for the answer to a whole message, the client's own for all others.

    A server that has the message may store, scan and pass it on before it answers; who hangs up before gets the mail
    delivered and sends it again (RFC 1047).
    """

    verdict = 0.0
    carried = 0  # mails taken over this connection
    _has_handed_over = False

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = Lines(self.sock)
        seconds = max(self.verdict, self.timeout) if self._has_handed_over else self.timeout
        self.file.end = time.monotonic() + seconds
        code, words = super().getreply()  # type: ignore[misc]
        if not 200 <= code < 600:
            self.close()
            raise smtplib.SMTPServerDisconnected("The mail server said what is no answer.")
        return code, words

    def send(self, words: bytes | str) -> None:
        if self.sock is not None:
            self.sock.settimeout(self.timeout)
        super().send(words)  # type: ignore[misc]
        self._has_handed_over = isinstance(words, bytes)  # commands are text, a message is bytes

    def data(self, message: Any) -> tuple[int, bytes]:
        code, words = super().data(message)  # type: ignore[misc]
        self.carried += code == 250
        return code, words

    def is_usable(self) -> bool:
        """Whether the next mail can go over this connection."""
        return self.sock is not None and (self.file is None or self.file.is_quiet())


class Client(Patient, smtplib.SMTP):
    """In clear, or in TLS from STARTTLS on."""


class TlsClient(Patient, smtplib.SMTP_SSL):
    """In TLS from the first byte."""


class EmailBackend(smtp.EmailBackend):
    """Django's backend with such clients; `verdict` in seconds, without it no longer than for any other answer."""

    def __init__(self, *args: Any, verdict: float = 0.0, **options: Any) -> None:
        super().__init__(*args, **options)
        self.verdict = verdict

    @property
    def connection_class(self) -> Any:
        return TlsClient if self.use_ssl else Client

    @property
    def carried(self) -> int:
        """Mails taken over the connection that is or was open."""
        return self.connection.carried if self.connection else 0

    def open(self) -> bool | None:
        if self.connection is not None and not self.connection.is_usable():
            self.hang_up()
        is_new: bool | None = super().open()
        if self.connection is not None:
            self.connection.verdict = self.verdict
        return is_new

    def hang_up(self) -> None:
        """Without a word: a server that did not answer would be waited for once more at the QUIT."""
        for client in (self.connection, self._partial_connection):  # the latter: opened, but would not let us in
            if client is not None:
                client.close()
        self.connection = self._partial_connection = None
