"""Whether memory stays: `python tests/load/soak.py [MINUTES] [READERS]`, by default 30 and 6.

`manage.py up` with everything there is to it, as in production: the web server with its metrics, beat, a worker with Redis,
the embedded database, a mail server that takes all, and a folder for backups. People who follow links at random, search,
keep drafts, upload, export, and are told of things. Every ten seconds the memory of each process is read; the first
sixth of the time warms up and does not count. Worker children are replaced after so many tasks, so each of them is
told of by itself. Nothing is asked of the machine but that it is the same one throughout.
"""

import asyncio
import contextlib
import os
import random
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pvehub.embedded import processes
from tests.load import visiting, weighing
from tests.machinery.network import free_port
from tests.machinery.servers import Redis

ROOT = Path(__file__).resolve().parents[2]
EVERY = 10.0  # seconds between two samples
PAUSE = 1.0  # seconds a reader looks at a page, on average
EXPECTED = {"up", "web arbiter", "web worker", "metrics", "beat", "worker", "worker child", "database", "redis"}
ACCOUNT = re.compile(r"^(\S+@demo\.example)\s.*\s(\S+)$", re.MULTILINE)
NOON = (
    "from pvehub.people.models import User; from tests.machinery.daytime import zone_where_it_is_day as z; "
    "User.objects.update(time_zone=z())"
)


class Taking:
    """A mail server that keeps nothing but the count."""

    taken = 0

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        self.taken += 1
        return "250 taken"


class Portal:
    """`manage.py up` in a folder of its own, and what it needs beside it."""

    def __init__(self, base: Path) -> None:
        from aiosmtpd.controller import Controller

        self.base, self.log, self.mail = base, base / "up.log", Taking()
        self.port, self.metrics = free_port(), free_port()
        self.redis = Redis()
        self.redis.start()
        asyncio.set_event_loop(asyncio.new_event_loop())
        self._post = Controller(self.mail, hostname="127.0.0.1", port=free_port())
        self._post.start()
        (base / "backups").mkdir()
        bare = {
            name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "PVEHUB", "SECRET"))
        }
        self.environment = bare | {
            "PORT": str(self.port),
            "METRICS_ADDRESS": f"127.0.0.1:{self.metrics}",
            "PVEHUB_DATA": str(base / "data"),
            "STATIC_ROOT": str(base / "static"),
            "REDIS_URL": self.redis.url,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self._post.port),
            "BACKUP_DIR": str(base / "backups"),
            "BACKUP_KEY": secrets.token_urlsafe(48),
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=processes.dying_with_parent(signal.SIGTERM),
            )

    def wait(self) -> list[tuple[str, str]]:
        """(address, password) of the accounts, once it is ready; raises RuntimeError when it does not become so."""
        ready = visiting.until(lambda: "Stop it with" in self.said() or self.process.poll() is not None, 600)
        if not ready or self.process.poll() is not None:
            raise RuntimeError(self.said()[-2000:])
        self.run("shell", "-c", NOON)  # nobody is mailed at night
        return ACCOUNT.findall(self.said())

    def run(self, *words: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    @property
    def roots(self) -> list[int]:
        assert self.redis._process is not None
        return [self.process.pid, self.redis._process.pid]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)
        self.redis.kill()
        self._post.stop()


@contextlib.contextmanager
def running() -> Iterator[Portal]:
    """A portal that is gone afterwards, with all that it kept."""
    base = Path(tempfile.mkdtemp(prefix="pvehub-soak-"))
    base.chmod(0o711)
    portal = Portal(base)
    try:
        yield portal
    finally:
        portal.stop()
        shutil.rmtree(base, ignore_errors=True)


def visit(portal: Portal, accounts: list[tuple[str, str]], readers: int) -> visiting.Visit:
    """Everybody signs in and begins: readers of all roles in turn, and one project officer who writes."""
    going = visiting.Visit(PAUSE)
    officer = next(account for account in accounts if account[0].startswith("project-officer"))
    colleagues = [email for email, _password in accounts if email != officer[0]]
    for number in range(readers + 1):
        chance = random.Random(number)
        visitor = visiting.Visitor(portal.port, going.seen)
        visitor.sign_in(*(accounts[number % len(accounts)] if number < readers else officer))
        acts = visiting.reading(visitor, chance) if number < readers else visiting.writing(visitor, chance, colleagues)
        going.begin(acts, chance)
    return going


def soak(portal: Portal, minutes: float, readers: int) -> tuple[weighing.Scale, Counter[str]]:
    """The samples of so many minutes, and what was answered in them."""
    going = visit(portal, portal.wait(), readers)
    scale = weighing.Scale(portal.roots)
    try:
        end = time.monotonic() + minutes * 60
        while time.monotonic() < end:
            scale.weigh()
            with urlopen(f"http://127.0.0.1:{portal.metrics}/metrics", timeout=60) as answer:  # as Prometheus would
                answer.read()
            time.sleep(max(0, min(EVERY, end - time.monotonic())))
        scale.weigh()
    finally:
        going.end()
    return scale, going.seen


def main(minutes: float, readers: int) -> None:
    """Prints the table; fails when a process was not found or an answer was the server's fault."""
    with running() as portal:
        scale, seen = soak(portal, minutes, readers)
        mails, said = portal.mail.taken, portal.said()
    per_second = sum(number for what, number in seen.items() if what[-2:] == "xx") / (minutes * 60)
    print(f"{minutes:g} minutes, {readers} readers and a writer, {per_second:.1f} answers/s, {mails} mails taken")
    print(dict(sorted(seen.items())), f"load average {os.getloadavg()[1]:.1f}")
    if minutes >= 6:
        print(weighing.table(scale.samples, minutes * 60 / 6))
    missing = EXPECTED - {kind for sample in scale.samples for kind, _pid in sample.held}
    faults = {what: number for what, number in seen.items() if "5xx" in what or "no answer" in what or "broke" in what}
    if faults:
        print(said[-3000:])
    assert not missing, missing
    assert not faults, faults


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30, int(sys.argv[2]) if len(sys.argv) > 2 else 6)
