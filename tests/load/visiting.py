"""People at work against a running portal, from outside: readers who follow links, a writer who keeps, uploads and exports."""

import contextlib
import http.client
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
LINK = re.compile(r'href="(/[^"#]*)"')
NOT_FOLLOWED = ("/accounts/", "/static/", "/ui/language/")
WORDS = "youth market council training radio border women police school mediation land water trust".split()
FORM = "application/x-www-form-urlencoded"


class Visitor:
    """One person with cookies and a line that is kept open, as a browser does."""

    def __init__(self, port: int, seen: Counter[str]) -> None:
        self.cookies: dict[str, str] = {}
        self.seen = seen
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = FORM) -> tuple[str, str]:
        """The page, and where it leads; every answer is counted by its hundred, one that did not come as `no answer`."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Content-Type": kind}
        try:
            answer, content = self._answer(method, path, body, headers)
        except (OSError, http.client.HTTPException):
            self._line.close()
            self.seen["no answer"] += 1
            return "", ""
        for name, value in re.findall(r"^(\w+)=([^;]+)", "\n".join(answer.msg.get_all("Set-Cookie", [])), re.MULTILINE):
            self.cookies[name] = value
        self.seen[f"{method} {answer.status // 100}xx"] += 1
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        return content.decode() if is_page else "", answer.headers.get("Location") or ""

    def _answer(self, *request: Any) -> tuple[http.client.HTTPResponse, bytes]:
        """A line that the server hung up while nobody spoke is taken up anew, as a browser does."""
        was_open = self._line.sock is not None
        try:
            self._line.request(*request)
            answer = self._line.getresponse()
        except ConnectionError:  # http.client's RemoteDisconnected is one
            self._line.close()
            if not was_open:
                raise
            self._line.request(*request)
            answer = self._line.getresponse()
        return answer, answer.read()

    def post(self, path: str, fields: dict[str, str], *, of: str = "") -> str:
        """The form of `of` (or of `path` itself) sent with these fields; where it leads."""
        page = self.ask("GET", of or path)[0]
        return self.ask("POST", path, urlencode(dict(HIDDEN.findall(page)) | fields).encode())[1]

    def upload(self, path: str, fields: dict[str, str], name: str, content: bytes) -> str:
        """The same with a file; where it leads."""
        edge, page = "----edge0123456789", self.ask("GET", path)[0]
        part = '--{}\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
        body = "".join(part.format(edge, *field) for field in (dict(HIDDEN.findall(page)) | fields).items()).encode()
        head = f'--{edge}\r\nContent-Disposition: form-data; name="upload"; filename="{name}"\r\n'
        body += f"{head}Content-Type: text/plain\r\n\r\n".encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self.ask("POST", path, body, f"multipart/form-data; boundary={edge}")[1]

    def sign_in(self, email: str, password: str) -> None:
        """Raises RuntimeError when the portal does not let them in."""
        self.post("/accounts/login/", {"login": email, "password": password})
        if "sessionid" not in self.cookies:
            raise RuntimeError(f"{email} could not sign in.")


def reading(visitor: Visitor, chance: random.Random) -> Iterator[None]:
    """Page after page: mostly a link of the page before, sometimes a search, the bell as the script asks for it."""
    page = ""
    while True:
        links = [unescape(link) for link in LINK.findall(page) if not link.startswith(NOT_FOLLOWED)]
        if not links or chance.random() < 0.1:
            page = visitor.ask("GET", "/")[0]
        elif chance.random() < 0.15:
            page = visitor.ask("GET", "/search/?" + urlencode({"q": " ".join(chance.sample(WORDS, 2))}))[0]
        elif chance.random() < 0.1:
            visitor.ask("GET", "/notices/bell/")
        else:
            page, leads_to = visitor.ask("GET", chance.choice(links))
            if leads_to:
                page = visitor.ask("GET", urlsplit(leads_to).path)[0]
        yield


def writing(visitor: Visitor, chance: random.Random, colleagues: list[str]) -> Iterator[None]:
    """A project of one's own: drafts, documents, exports, and colleagues who are told that they are on its team."""
    turns = 0
    record = ""
    while True:
        if turns % 200 == 0:
            made = visitor.post(
                "/projects/new/", {"title": f"A soaked project {turns}", "language": "en"} | _office(visitor)
            )
            record = made.removesuffix("tasks/")
        turns += 1
        act = chance.choice([_draft, _draft, _draft, _document, _export, _team, _talk])
        act(visitor, chance, record, colleagues)
        yield


def _office(visitor: Visitor) -> dict[str, str]:
    page = visitor.ask("GET", "/projects/new/")[0]
    found = re.search(r'<select name="office".*?<option value="(\d+)"', page, re.DOTALL)
    return {"office": found.group(1)} if found else {}


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words))


def _draft(visitor: Visitor, chance: random.Random, record: str, colleagues: list[str]) -> None:
    page = visitor.ask("GET", f"{record}sections/overview/")[0]
    hidden = dict(HIDDEN.findall(page))
    kept = {"field": "summary", "text": _text(chance, 200), "revision": hidden.get("revision-summary", "")}
    kept["csrfmiddlewaretoken"] = hidden.get("csrfmiddlewaretoken", "")
    visitor.ask("POST", f"{record}draft/", urlencode(kept).encode())


def _document(visitor: Visitor, chance: random.Random, record: str, colleagues: list[str]) -> None:
    page = visitor.ask("GET", f"{record}documents/add/")[0]
    kinds = re.search(r'<select name="kind".*?</select>', page, re.DOTALL)
    kind = chance.choice(re.findall(r'value="(\d+)"', kinds.group()) if kinds else ["0"])
    tier = re.search(r'<select name="tier".*?value="(\d)"', page, re.DOTALL)
    fields = {"title": _text(chance, 4), "kind": kind, "language": "en", "tier": tier.group(1) if tier else "1"}
    visitor.upload(f"{record}documents/add/", fields, "notes.txt", _text(chance, 3000).encode())


def _export(visitor: Visitor, chance: random.Random, record: str, colleagues: list[str]) -> None:
    leads_to = visitor.post("/projects/export/", {"format": chance.choice(["csv", "xlsx"]), "parts": "open"})
    if leads_to:
        visitor.ask("GET", leads_to)


def _team(visitor: Visitor, chance: random.Random, record: str, colleagues: list[str]) -> None:
    visitor.post(f"{record}team/", {"email": chance.choice(colleagues)})
    page = visitor.ask("GET", f"{record}team/")[0]
    ends = re.findall(rf'"({re.escape(record)}team/[0-9a-f-]+/end/)"', page)
    if ends:
        visitor.post(ends[0], {}, of=f"{record}team/")


def _talk(visitor: Visitor, chance: random.Random, record: str, colleagues: list[str]) -> None:
    fields = {
        "kind": "question",
        "title": _text(chance, 6),
        "text": _text(chance, 60),
        "language": "en",
        "own_tier": "0",
    }
    leads_to = visitor.post("/knowledge/discussions/new/", fields)
    if leads_to:
        visitor.post(f"{leads_to}reply/", {"text": _text(chance, 30)}, of=leads_to)


class Visit:
    """So many people at once, each with a pause between two pages, until it is over."""

    def __init__(self, pause: float) -> None:
        self.seen: Counter[str] = Counter()
        self.pause = pause
        self._is_over = threading.Event()
        self._threads: list[threading.Thread] = []

    def begin(self, acts: Iterator[None], chance: random.Random) -> None:
        """Another person starts."""
        thread = threading.Thread(target=self._go_on, args=(acts, chance), daemon=True)
        thread.start()
        self._threads.append(thread)

    def _go_on(self, acts: Iterator[None], chance: random.Random) -> None:
        while not self._is_over.wait(chance.expovariate(1 / self.pause)):
            with self._said():
                next(acts)

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.seen[f"broke off: {type(error).__name__}: {error}"] += 1
            self._is_over.set()

    def end(self) -> None:
        """Waits for the page each is at."""
        self._is_over.set()
        for thread in self._threads:
            thread.join(90)


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Whether it became true in that time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True
