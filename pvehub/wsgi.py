"""The door gunicorn knocks at. What comes through it in part is not acted upon: half a text would be saved, half a form sent."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvehub.settings")


class CutShort(ConnectionError):
    """The line was cut: less of the body came than its head announced. Django takes it for a POST it cannot read."""


class Whole:
    """The body of a request, which ends where its head says, or with an error. Servers give what came and say nothing."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int = -1) -> bytes:
        """So many bytes, all that is left for a negative size; fewer of them only where the body ends."""
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        data: bytes = self._stream.read(wanted) if wanted else b""
        return self._counted(data, len(data) == wanted)

    def readline(self, size: int = -1) -> bytes:
        """One line, or so many bytes of it."""
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        data: bytes = self._stream.readline(wanted) if wanted else b""
        return self._counted(data, len(data) == wanted or data.endswith(b"\n"))

    def _counted(self, data: bytes, is_all: bool) -> bytes:
        if not is_all:
            raise CutShort(f"{self._left - len(data)} bytes of the body did not come")
        self._left -= len(data)
        return data


django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's own, with a body that is whole or unreadable."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if length.isdecimal():
        environ["wsgi.input"] = Whole(environ["wsgi.input"], int(length))
    return django(environ, start_response)
