"""The whole portal beside a test: web server, worker and beat on the test's database, with a Redis that may die, and
somebody who uses it over the wire as a browser without a script does."""

import http.client
import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.machinery.network import free_port
from tests.machinery.servers import wait_for_port
from tests.machinery.workers import Workers

COOKIE = re.compile(r"^([\w-]+)=([^;]*)", re.MULTILINE)
LANGUAGES = re.compile(r'<form[^>]*action="/ui/language/".*?</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class House:
    """Every program of production; `programs.environment` says on which database, mail server and Redis."""

    def __init__(self, programs: Workers) -> None:
        self.programs, self.port = programs, free_port()
        # Sessions that a test begins are read by the web server.
        programs.environment |= {"SECRET_KEY": settings.SECRET_KEY, "HOST": "127.0.0.1", "PORT": str(self.port)}

    def start(self) -> None:
        """Returns when the web server answers; the others follow."""
        self.programs.environment["DATABASE_POOL"] = "1"
        self.programs.start("web")
        del self.programs.environment["DATABASE_POOL"]  # a pool in a forking worker shares sockets
        self.programs.start("worker")
        self.programs.start("beat")
        wait_for_port(self.port, 60)

    def ready(self) -> tuple[int, str, dict[str, str]]:
        """What /readyz answers: status, word, and each part."""
        status, _heads, page = self.ask("GET", "/readyz")
        said = json.loads(page)
        return status, said["status"], said["checks"]

    def ask(self, method: str, path: str, body: bytes = b"", **heads: str) -> tuple[int, Any, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request(method, path, body, {name.replace("_", "-"): said for name, said in heads.items()})
        answer = line.getresponse()
        page = answer.read().decode(errors="replace")
        line.close()
        return answer.status, answer.msg, page

    def lines(self) -> list[str]:
        """Every line that any of the programs wrote."""
        return [line for path in sorted(self.programs.folder.glob("*.log")) for line in path.read_text().splitlines()]


class Visitor:
    """One person with one browser. `answers` keeps (what was asked, status); pages are forms with their hidden fields."""

    def __init__(self, house: House) -> None:
        self.house, self.cookies = house, {}
        self.answers: list[tuple[str, int]] = []
        self.request_id = ""

    def get(self, path: str) -> str:
        return self._ask("GET", path)[2]

    def post(self, path: str, page: str = "", file: tuple[str, bytes] | None = None, **fields: Any) -> tuple[int, str]:
        """Sends what is typed with the hidden fields of the form on `page` (its own path without); status and where to."""
        main = self.get(page or path).partition("<main")[2].partition("</main>")[0]
        shown = dict(HIDDEN.findall(LANGUAGES.sub("", main)))
        given: dict[str, Any] = shown | {"csrfmiddlewaretoken": self.cookies["csrftoken"]} | fields
        if file is not None:
            given["file"] = SimpleUploadedFile(*file)
        status, heads, _page = self._ask("POST", path, encode_multipart(BOUNDARY, given))
        return status, urlsplit(heads.get("Location", "")).path

    def _ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, Any, str]:
        cookie = "; ".join(f"{name}={said}" for name, said in self.cookies.items())
        heads = {"Cookie": cookie} | ({"Content_Type": MULTIPART_CONTENT} if body else {})
        status, said, page = self.house.ask(method, path, body, **heads)
        self.cookies |= dict(COOKIE.findall("\n".join(said.get_all("Set-Cookie", []))))
        self.request_id = said.get("X-Request-ID", "")
        self.answers.append((f"{method} {path}", status))
        return status, said, page
