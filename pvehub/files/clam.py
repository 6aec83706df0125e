"""The virus scanner, if there is one: clamd on a unix socket, asked with INSTREAM."""

import socket
import struct
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from pvehub.files.checks.office import infected
from pvehub.files.verdicts import Rejected

SECONDS = 20
BLOCK = 1 << 20


def is_configured() -> bool:
    return bool(settings.CLAMAV_SOCKET)


def answers() -> bool:
    """Whether the scanner is there, for the health page."""
    try:
        return is_configured() and _ask(b"zPING\0") == "PONG"
    except OSError:
        return False


def check(path: Path) -> None:
    """Raise Rejected if the scanner finds something, or is configured and gives no clear answer; else let pass."""
    if not is_configured():
        return
    try:
        verdict = _ask(b"zINSTREAM\0", path)
    except OSError:
        verdict = ""
    if verdict.endswith(" FOUND"):
        raise Rejected(infected())
    if not verdict.endswith(" OK"):
        raise Rejected(_("The virus scanner does not answer. Nothing was stored; try again in some minutes."))


def _ask(command: bytes, path: Path | None = None) -> str:
    """Send a command, and a file as blocks, each with its length before it and an empty one at the end."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(SECONDS)
        line.connect(str(settings.CLAMAV_SOCKET))
        line.sendall(command)
        if path:
            with path.open("rb") as content:
                while block := content.read(BLOCK):
                    line.sendall(struct.pack(">I", len(block)) + block)
            line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(4096)):
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
