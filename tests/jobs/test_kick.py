"""A kick hurries the worker; without a broker nothing happens, and a broker that is away costs next to nothing."""

import json
import time

import pytest
import redis
from django.db import transaction

from pvehub.jobs import later
from pvehub.jobs.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.redis]


def messages(broker):
    with redis.Redis(port=broker.port) as client:
        return [json.loads(message)["headers"]["task"] for message in client.lrange("celery", 0, -1)]


def test_kick_comes_after_the_commit_and_names_the_sweep_only(broker):
    with transaction.atomic():
        later("letters.tasks.write", 7)
        assert messages(broker) == []
    assert messages(broker) == ["jobs.tasks.sweep"]


def test_kick_does_not_come_when_the_caller_rolls_back(broker):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        later("letters.tasks.write", 7)
        raise ZeroDivisionError
    assert messages(broker) == []


def test_broker_that_is_away_costs_one_quick_attempt_and_then_nothing(broker, caplog):
    caplog.set_level("ERROR")
    later("letters.tasks.write", 1)
    broker.kill()

    begun = time.monotonic()
    for number in range(50):
        later("letters.tasks.write", number)

    assert time.monotonic() - begun < 5  # fifty patient attempts would take minutes
    assert Job.objects.count() == 51


def test_no_broker_no_kick(settings, caplog):
    settings.REDIS_URL = ""
    later("letters.tasks.write", 7)
    assert Job.objects.get().state == "queued" and not caplog.records
