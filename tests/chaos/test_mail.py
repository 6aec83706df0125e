"""No mail lost, none doubled: Redis killed in a burst, workers killed at seeded points, a mail server that refuses, two
beats at once. The last tests send the naive way, on commit, and show what it loses."""

import random
from collections import Counter

import pytest
from django.core.mail import send_mail
from django.db import transaction

from pvehub.jobs import kick
from pvehub.notifications import notify
from pvehub.notifications.models import Delivery, Notice
from tests import make
from tests.machinery.amount import FULL
from tests.machinery.daytime import zone_where_it_is_day
from tests.machinery.workers import until

SEEDS = range(12) if FULL else range(1)
PEOPLE = 40 if FULL else 12

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]


@pytest.fixture
def people(transactional_db):
    zone = zone_where_it_is_day()
    return [make.officer(time_zone=zone) for _ in range(PEOPLE)]


def tell(person, **facts):
    with transaction.atomic():
        return notify([person], "staffing.delegated", **facts)


def all_sent():
    return Notice.objects.exists() and not Delivery.objects.exclude(state="sent").exists()


def hurry():
    """What would be tried again in minutes is tried now: the waiting itself is tested elsewhere, on a set clock."""
    from django.utils import timezone

    Delivery.objects.filter(state="waiting").update(next_try_at=timezone.now())


def by_message_id(sink):
    return Counter(message["Message-ID"] for message in sink.messages)


def expect_each_once(sink, say=""):
    owed = dict.fromkeys(Delivery.objects.values_list("message_id", flat=True), 1)
    assert by_message_id(sink) == Counter(owed), say


@pytest.mark.redis
@pytest.mark.parametrize("seed", SEEDS)
def test_redis_killed_in_a_burst_loses_and_doubles_nothing(workers, with_redis, smtp_sink, people, seed):
    chance = random.Random(seed)
    workers.start("worker")
    workers.start("beat")
    fatal = chance.randrange(1, PEOPLE - 1)

    for number, person in enumerate(people):
        if number == fatal:
            with_redis.kill()
        tell(person)
    with_redis.start()

    until(all_sent, 60, workers.said)
    expect_each_once(smtp_sink, workers.said())


@pytest.mark.redis
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("point", ["before the server hears of it", "after the server has taken it"])
@pytest.mark.scenario("endorsement-4")
def test_worker_killed_in_the_middle_of_a_mail(workers, with_redis, smtp_sink, people, seed, point):
    """Taken and not acknowledged is the one case nobody can know: it repeats under the same Message-ID."""
    chance = random.Random(seed)
    before = point.startswith("before")
    smtp_sink.slow, smtp_sink.slow_to_answer = (0.3, 0) if before else (0, 0.3)
    worker = workers.start("worker")
    for person in people:
        tell(person)
    fatal = chance.randrange(1, 5)
    until(lambda: len(smtp_sink.messages) >= fatal, 60, workers.said)
    workers.kill(worker)

    smtp_sink.slow = smtp_sink.slow_to_answer = 0
    hurry()
    workers.start("worker")
    workers.start("beat")
    until(all_sent, 60, workers.said)

    seen = by_message_id(smtp_sink)
    assert set(seen) == set(Delivery.objects.values_list("message_id", flat=True))
    repeated = [count for count in seen.values() if count > 1]
    assert repeated in ([], [2], [2, 2])  # what was under way: a worker has two processes, each sends one at a time
    assert Counter(message["To"] for message in smtp_sink.messages).total() == PEOPLE + len(repeated)


def test_refusing_mail_server_delays_and_loses_nothing(workers, smtp_sink, people):
    smtp_sink.refusing = "421 not now"
    workers.start("beat")
    for person in people:
        tell(person)
    until(lambda: Delivery.objects.exclude(last_error="").exists(), 30, workers.said)
    assert not Delivery.objects.exclude(state="waiting").exists()

    smtp_sink.refusing = ""
    hurry()

    until(all_sent, 60, workers.said)
    expect_each_once(smtp_sink)


def test_two_beats_at_once_send_each_mail_once(workers, smtp_sink, people):
    smtp_sink.slow = 0.05  # long enough for both to be at it together
    for person in people:
        tell(person)
    workers.start("beat")
    workers.start("beat")

    until(all_sent, 60, workers.said)
    expect_each_once(smtp_sink)


@pytest.mark.redis
def test_worker_that_was_there_all_along_takes_work_from_the_new_redis(workers, with_redis, smtp_sink, people):
    """After a restart of Redis the same worker must go on, without a restart of its own: no beat helps it here."""
    workers.start("worker")
    tell(people[0])
    until(all_sent, 60, workers.said)
    with_redis.kill()
    tell(people[1])
    with_redis.start()
    kick._away_until = 0.0
    tell(people[2])

    until(all_sent, 60, workers.said)
    expect_each_once(smtp_sink)


@pytest.mark.redis
def test_worker_outlives_a_redis_that_dies_while_it_sends(workers, with_redis, smtp_sink, people):
    """The mail is taken, its message can no longer be acknowledged: the worker must not end with its connection."""
    smtp_sink.slow_to_answer = 1
    worker = workers.start("worker")
    tell(people[0])
    until(lambda: smtp_sink.messages, 60, workers.said)
    with_redis.kill()
    until(all_sent, 60, workers.said)
    with_redis.start()
    kick._away_until = 0.0
    tell(people[1])

    until(all_sent, 60, workers.said)
    assert worker.poll() is None
    expect_each_once(smtp_sink)


@pytest.mark.redis
def test_mail_does_not_wait_for_a_redis_that_is_away_and_is_sent_once_when_it_is_back(
    workers, with_redis, smtp_sink, people
):
    """Beat does it itself, also where Redis was away when beat began."""
    with_redis.kill()
    workers.start("beat")
    tell(people[0])
    until(all_sent, 60, workers.said)
    with_redis.start()
    workers.start("worker")
    kick._away_until = 0.0
    for person in people[1:]:
        tell(person)

    until(all_sent, 60, workers.said)
    expect_each_once(smtp_sink)


class Naive:
    """The way it is often done: mail on commit, straight from the request. Only these tests know it."""

    @staticmethod
    def tell(person):
        with transaction.atomic():
            transaction.on_commit(lambda: send_mail("Told", "Told", None, [person.email]), robust=True)


@pytest.mark.parametrize("way", ["naive", "ours"])
def test_naive_mail_on_commit_is_lost_where_ours_is_not(workers, smtp_sink, people, way, caplog):
    caplog.set_level("CRITICAL")
    smtp_sink.refusing = "450 busy"
    for person in people:
        Naive.tell(person) if way == "naive" else tell(person)
    smtp_sink.refusing = ""
    if way == "ours":
        workers.start("beat")
        until(all_sent, 60, workers.said)

    reached = {message["To"] for message in smtp_sink.messages}
    lost = [person for person in people if person.email not in reached]
    assert len(lost) == (PEOPLE if way == "naive" else 0)
