"""PostgreSQL falls without a farewell and comes back, again and again, while people write and mails go out.

A server of its own, with the programs of production on it: nothing that was acknowledged is lost, nothing is there twice,
what could not be kept comes back on a page from which it is sent again, and readiness says what is the matter.
"""

import html
import http.client
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from urllib.parse import urlencode

import psycopg
import pytest

from pvehub.embedded import making, place, processes
from pvehub.embedded.manager import Cluster
from tests.machinery import template
from tests.machinery.amount import FULL
from tests.machinery.network import free_port
from tests.machinery.servers import wait_for_port
from tests.machinery.workers import ROOT, Workers, until

FALLS, PEOPLE = (10, 40) if FULL else (2, 12)
PROMPT = 5  # seconds in which readiness has to follow
TOKEN = "t" * 32
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
# Told by a process of its own: the test's own Django stands on another database.
STAGE = """
import django, json; django.setup()
from django.conf import settings
from django.test import Client
from pvehub.notifications import notify
from tests import make
from tests.machinery.daytime import zone_where_it_is_day
project = make.project(); client = Client(); client.force_login(project.manager)
for _ in range(%d): notify([make.officer(time_zone=zone_where_it_is_day())], "staffing.delegated")
print(json.dumps({"ref": project.ref, "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value}))
"""

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.timeout(400)]


class Server:
    """A PostgreSQL that a test may let fall and stand up again at the same address."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.cluster = Cluster(folder / "data", throwaway=True)
        template.copy_to(self.cluster)
        self.cluster.start()
        self.urls = {"DATABASE_OWNER_URL": self.cluster.url(making.OWNER), "DATABASE_URL": self.cluster.url(making.APP)}
        # What it says is kept has left the process that falls, which a throw-away server does not promise.
        with psycopg.connect(self.cluster.url(making.SUPERUSER), autocommit=True) as link:
            link.execute(f"ALTER DATABASE {making.DATABASE} SET synchronous_commit = on")
        self._command = pathlib.Path(f"/proc/{self.cluster.pid}/cmdline").read_text().rstrip("\0").split("\0")
        self._risen: subprocess.Popen | None = None

    def fall(self) -> None:
        """At once: sessions are cut in the middle of what they do, nothing is written any more."""
        pid = self._risen.pid if self._risen else self.cluster.pid
        os.kill(pid, signal.SIGQUIT)
        (self._risen or self.cluster._process).wait(20)

    def rise(self) -> None:
        self._risen = subprocess.Popen(
            self._command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=making.environment(),
            preexec_fn=processes.dying_with_parent(signal.SIGINT),
            **place.as_server_user(),
        )
        until(lambda: making.answers(self.cluster.where, self.cluster.sockets), 60)

    def rows(self, question: str) -> list:
        with psycopg.connect(self.urls["DATABASE_OWNER_URL"]) as link:
            return link.execute(question).fetchall()

    def stop(self) -> None:
        if self._risen:
            self._risen.send_signal(signal.SIGINT)
            self._risen.wait(20)
        self.cluster.stop()


class Writer(threading.Thread):
    """Somebody who writes one update after the other and sends again what the portal could not take."""

    def __init__(self, port: int, staged: dict, name: str, end: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.path, self.port, self.end = f"/projects/{staged['ref']}/updates/add/", port, end
        self.cookie = f"sessionid={staged['cookie']}; csrftoken={TOKEN}"
        self.kept, self.wrong, self.again, self.said_last = [], [], 0, ""

    def _post(self, fields: dict) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        heads = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", self.path, urlencode(fields), heads)
        answer = line.getresponse()
        page = answer.read().decode()
        line.close()
        return answer.status, page, answer.headers.get("Location", "")

    def run(self) -> None:
        for n in range(100_000):
            if self.end.is_set():
                return
            text = f"{self.name} wrote sentence {n} & kept it “whole”."
            given = {"kind": "programmatic", "happened_on": "2026-01-05", "text": text, "once": str(uuid.uuid4())}
            self._until_kept(given | {"csrfmiddlewaretoken": TOKEN}, text)

    def _until_kept(self, fields: dict, text: str) -> None:
        while True:
            status, page, where = self._post(fields)
            if status == 302 and where.endswith("/updates/"):
                self.kept.append(text)
                return
            if status != 503:
                self.wrong.append((status, where, page[-600:]))
                return
            back = {name: html.unescape(value) for name, value in HIDDEN.findall(page)}
            if back != fields:
                self.wrong.append(("not given back", back, fields))
                return
            self.again, self.said_last = self.again + 1, page
            fields = back
            time.sleep(0.1)


def ready(port: int) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", "/readyz")
    answer = line.getresponse()
    said = answer.read().decode()
    line.close()
    return answer.status, said


@pytest.fixture
def server():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="pvehub-fall-", dir="/tmp"))
    folder.chmod(0o711)
    server = Server(folder)
    try:
        yield server
    finally:
        server.stop()
        subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.fixture
def house(server, smtp_sink, tmp_path):
    """The portal on it: web server and beat, as `up` starts them."""
    (tmp_path / "workers").mkdir()
    mail = {"EMAIL_HOST": smtp_sink.host, "EMAIL_PORT": str(smtp_sink.port)}
    programs = Workers(tmp_path / "workers", **server.urls, **mail, PVEHUB_DATA=str(tmp_path / "data"))
    done = subprocess.run(
        [sys.executable, "-c", STAGE % PEOPLE],
        cwd=ROOT,
        env=programs.environment | {"PVEHUB_DATABASE_ROLE": "owner"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    port = free_port()
    with (tmp_path / "web.log").open("wb") as log:
        web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:pvehub.serving", "pvehub.wsgi"],
            cwd=ROOT,
            env=programs.environment | {"HOST": "127.0.0.1", "PORT": str(port), "DATABASE_POOL": "1"},
            stdout=log,
            stderr=log,
            preexec_fn=processes.dying_with_parent(signal.SIGINT),
        )
    try:
        wait_for_port(port, 30)
        programs.start("beat")
        yield port, json.loads(done.stdout.splitlines()[-1]), programs
    finally:
        programs.kill_all()
        web.send_signal(signal.SIGINT)
        web.wait(20)


def test_a_database_that_falls_again_and_again_loses_and_doubles_nothing(server, house, smtp_sink):
    port, staged, programs = house
    end, chance = threading.Event(), random.Random(8)
    writers = [Writer(port, staged, f"Writer {n}", end) for n in range(3)]
    for writer in writers:
        writer.start()
    until(lambda: all(writer.kept or writer.wrong for writer in writers), 30)
    for _ in range(FALLS):
        time.sleep(chance.uniform(0.2, 1.2))
        server.fall()
        until(lambda: ready(port)[0] == 503, PROMPT)
        assert "database" in ready(port)[1]
        server.rise()
        until(lambda: ready(port)[0] == 200, PROMPT)
    end.set()
    for writer in writers:
        writer.join(60)

    assert [writer.wrong for writer in writers] == [[], [], []]
    assert sum(writer.again for writer in writers) > 0, "nobody wrote while it was away: the test has tried nothing"
    kept = Counter(text for writer in writers for text in writer.kept)
    assert Counter(text for (text,) in server.rows("SELECT text FROM projects_update")) == kept
    assert set(kept.values()) == {1}

    waiting = "SELECT state, last_error FROM notifications_delivery WHERE state <> 'sent'"
    until(lambda: not server.rows(waiting), 90, lambda: f"{server.rows(waiting)} {programs.said()}")
    owed = {key for (key,) in server.rows("SELECT message_id FROM notifications_delivery")}
    sent = Counter(message["Message-ID"] for message in smtp_sink.messages)
    assert set(sent) == owed and len(owed) >= PEOPLE
    # Taken by the mail server and not yet noted as sent: nobody can know, it repeats under the same Message-ID.
    assert sum(sent.values()) - len(sent) <= FALLS
