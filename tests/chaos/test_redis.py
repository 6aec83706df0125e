"""Redis dies while somebody uses the portal, and what one request asks for is found again in the logs of every program."""

import json
import random
import threading
import time
from collections import Counter

import pytest
from django.db import transaction

from knowledge.models import Resource
from projects.models import FieldDraft, Update
from pvehub.jobs.models import Job
from pvehub.notifications import notify
from pvehub.notifications.models import Delivery, Notice
from tests import make
from tests.machinery.amount import FULL
from tests.machinery.daytime import zone_where_it_is_day
from tests.machinery.house import House, Visitor
from tests.machinery.workers import until

PROMPT = 5  # seconds in which readiness has to follow
ROUNDS = 4 if FULL else 2
AWAY = "Redis does not answer: background work waits for it, mail goes out a little later."
CANARIES = ("canaryinatext9k", "canaryinatitle4v", "canaryinaname2w", "canaryinafile8d", "canaryinapassword5q")

pytestmark = [pytest.mark.chaos, pytest.mark.redis, pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture
def house(workers, with_redis):
    house = House(workers)
    house.redis = with_redis
    house.start()
    return house


@pytest.fixture
def person(house):
    person = make.officer("UG", name=CANARIES[2], time_zone=zone_where_it_is_day())
    person.set_password(make.PASSWORD)
    person.save()
    return person


def entered(house, person):
    visitor = Visitor(house)
    sign_in = visitor.post("/accounts/login/", login=person.email, password=make.PASSWORD)
    assert sign_in == (302, "/"), (sign_in, house.programs.said())
    return visitor


def write(visitor, project, text):
    fields = {"kind": "programmatic", "happened_on": "2026-01-05", "text": text}
    return visitor.post(f"/projects/{project.ref}/updates/add/", **fields)


def keep_draft(visitor, project, text):
    """What the script of the page sends while a person types."""
    page = visitor.get(f"/projects/{project.ref}/sections/safety/")
    revision = page.split('name="revision-staff_safety" value="')[1].split('"')[0]
    typed = {"field": "staff_safety", "revision": revision, "text": text}
    status, _where = visitor.post(
        f"/projects/{project.ref}/draft/", f"/projects/{project.ref}/sections/safety/", **typed
    )
    return status


def upload(visitor, resource, name):
    words = f"The committees of {name} met weekly.".encode()
    path = f"/knowledge/{resource.uid}/files/"
    return visitor.post(path, f"/knowledge/{resource.uid}/send/", (name, words), tier="0", language="en")


class Falls(threading.Thread):
    """Kills Redis at seeded moments and starts it again, and asks each time whether readiness followed."""

    def __init__(self, house, seed):
        super().__init__(daemon=True)
        self.house, self.chance, self.over = house, random.Random(seed), threading.Event()
        self.told, self.problems = 0, []

    def run(self):
        try:
            while not self.over.wait(self.chance.uniform(0.1, 1.5)):
                self.fall()
        except Exception as problem:
            self.problems.append(problem)

    def fall(self):
        self.house.redis.kill()
        self.expect((200, AWAY), "behind")
        self.over.wait(self.chance.uniform(0, 1.5))
        self.house.redis.start()
        self.expect((200, "ok"))
        self.told += 1

    def expect(self, wanted, named=""):
        """The word too where it is Redis's alone; jobs asked for a moment ago have one of their own."""
        end, said = time.monotonic() + PROMPT, None
        while said != (*wanted, named) and time.monotonic() < end:
            status, word, checks = self.house.ready()
            said = status, checks["redis"], word if named else ""
        if said != (*wanted, named):
            self.problems.append((wanted, said))


@pytest.fixture
def falling(house):
    """Begins to let Redis fall; it ends with the test, whatever the test finds."""
    begun = []

    def begin(seed):
        begun.append(falls := Falls(house, seed))
        falls.start()
        return falls

    yield begin
    for falls in begun:
        falls.over.set()
        falls.join(60)


@pytest.mark.parametrize("seed", range(6) if FULL else range(1))
def test_redis_that_dies_again_and_again_costs_nobody_a_page_a_word_or_a_mail(house, falling, smtp_sink, person, seed):
    project = make.project(title="Market committees", manager=person)
    lessons = [make.resource(state="draft", author=person) for _ in range(ROUNDS)]
    told = [make.officer(time_zone=zone_where_it_is_day()) for _ in range(ROUNDS)]
    until(lambda: house.ready()[2]["redis"] == "ok", 60, house.programs.said)
    falls = falling(seed)
    visitors, texts = [], [f"Sentence {n} of seed {seed} & kept “whole”." for n in range(ROUNDS)]
    for text, lesson, officer in zip(texts, lessons, told, strict=True):
        visitors.append(visitor := entered(house, person))
        assert keep_draft(visitor, project, text) == 200
        assert FieldDraft.objects.get(project=project).text == text
        assert write(visitor, project, text)[0] == 302
        assert upload(visitor, lesson, "minutes.txt")[0] == 302
        assert visitor.post(f"/knowledge/{lesson.uid}/send/")[0] == 302
        with transaction.atomic():
            notify([officer], "staffing.delegated")
    until(lambda: falls.told >= 2 or falls.problems, 60)
    falls.over.set()
    falls.join(60)
    house.redis.kill()  # the one of the thread ends with it
    house.redis.start()

    assert falls.problems == [], house.programs.said()
    bad = [answer for visitor in visitors for answer in visitor.answers if answer[1] not in (200, 302)]
    assert bad == [], house.programs.said()
    assert Counter(Update.objects.values_list("text", flat=True)) == Counter(texts)
    assert Resource.objects.filter(revisions__status="submitted").count() == ROUNDS
    until(lambda: not Job.objects.exclude(state="done").exists(), 90, house.programs.said)
    until(lambda: not Delivery.objects.exclude(state="sent").filter(cadence="now").exists(), 90, house.programs.said)
    owed = Delivery.objects.filter(state="sent").values_list("message_id", flat=True)
    assert Counter(message["Message-ID"] for message in smtp_sink.messages) == Counter(dict.fromkeys(owed, 1))
    assert {officer.email for officer in told} <= {message["To"] for message in smtp_sink.messages}


def test_one_id_leads_from_the_request_to_the_work_and_no_line_says_what_it_was_about(house, smtp_sink, person):
    """Web, worker and beat write one JSON object a line; what was typed, told, uploaded or refused stands in none."""
    project = make.project(title=CANARIES[1], manager=person)
    lesson = make.resource(state="draft", author=person)
    smtp_sink.refusing_to = {person.email: f"450 {CANARIES[1]} for <{person.email}>, later"}
    stranger = Visitor(house)
    stranger.post("/accounts/login/", login=person.email, password=CANARIES[4])
    house.ask("GET", f"/{CANARIES[0]}?q={CANARIES[0]}")
    house.ask("GET", f"/ {CANARIES[0]} HTTP/9.9 {CANARIES[0]}".replace(" ", "%20"), Cookie=CANARIES[0])
    visitor = entered(house, person)
    assert write(visitor, project, CANARIES[0])[0] == 302
    wrote = visitor.request_id
    assert upload(visitor, lesson, f"{CANARIES[3]}.txt")[0] == 302
    uploaded = visitor.request_id
    with transaction.atomic():
        notify([person], "staffing.delegated", name=CANARIES[0])
    until(lambda: Job.objects.exists() and not Job.objects.exclude(state="done").exists(), 90, house.programs.said)
    until(lambda: Delivery.objects.exclude(last_error="").exists(), 90, house.programs.said)
    # Beat's own sweep may have done it all before the one that was asked for comes to its turn.
    until(lambda: any(wrote in line and "jobs.tasks.sweep" in line for line in house.lines()), 90, house.programs.said)
    assert Notice.objects.exists()

    lines = house.lines()
    told = [json.loads(line) for line in lines]  # every one of them
    assert all({"at", "level", "logger", "message", "request"} <= set(line) for line in told)
    assert wrote and uploaded and wrote != uploaded
    for number, work in ((wrote, "projects.tasks.tell_followers"), (uploaded, "knowledge.tasks.extract_text")):
        assert [line for line in told if line["request"] == number and work in line["message"]], house.programs.said()
    assert [line for line in told if line["request"] in (wrote, uploaded) and "jobs.tasks.sweep" in line["message"]]
    done = [line for line in told if line["logger"] == "celery.app.trace"]
    assert done and all(line["request"] for line in done)
    cookies = [visitor.cookies[name] for name in ("sessionid", "csrftoken")]
    for secret in (*CANARIES, make.PASSWORD, person.email, *cookies):
        assert not [line for line in lines if secret in line], secret
