"""Alive, ready, behind, not ready: the cause in words, nothing of the inside."""

import socket
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from pvehub.jobs import later
from pvehub.jobs.models import Job
from pvehub.notifications import health, notify
from pvehub.notifications.models import Delivery
from tests import make

from .conftest import NOON


def test_healthz_asks_nobody(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"alive\n"


@pytest.mark.django_db
def test_readyz_is_ready_and_needs_no_sign_in(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert set(answer.json()["checks"]) == {"database", "disk", "migrations", "outbox", "jobs"}


@pytest.mark.django_db
def test_readyz_says_how_long_the_oldest_mail_has_waited(client, at):
    at(NOON)
    notify([make.officer()], "letters.sent")
    later("letters.tasks.write", 1)
    at(NOON, minutes=12)
    Delivery.objects.update(next_try_at=NOON + timedelta(hours=1))  # tried, and refused

    answer = client.get("/readyz").json()

    assert answer["status"] == "behind"
    assert answer["checks"]["outbox"] == "The oldest mail has waited 12 minutes."


@pytest.mark.django_db
def test_readyz_says_that_background_work_waits(client, at):
    at(NOON)
    later("letters.tasks.write", 1)
    at(NOON, minutes=6)
    assert "worker" in client.get("/readyz").json()["checks"]["jobs"]


@pytest.mark.django_db
def test_in_its_first_minutes_what_is_late_is_of_the_time_before(client, settings, monkeypatch):
    make.delivery(make.officer(), due_at=timezone.now() - timedelta(days=1))
    later("letters.tasks.write", 1)
    assert client.get("/readyz").json()["checks"]["jobs"] == "ok"  # it was asked for just now
    before = timezone.now() - timedelta(hours=1)
    Job.objects.update(not_before=before, created_at=before)
    settings.SERVING_SINCE = time.time() - 10

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "starting")
    assert answer.json()["checks"]["jobs"] == "The portal has just started: background work waits for its first turn."
    with monkeypatch.context() as fault:
        fault.setattr(health, "FILES_FREE", 1 << 60)
        assert client.get("/readyz").json()["status"] == "behind"  # a disk is not late, it is full
    settings.SERVING_SINCE = time.time() - 301
    answer = client.get("/readyz").json()
    assert answer["status"] == "behind" and answer["checks"]["jobs"].endswith("is the worker running?")
    Job.objects.all().delete()
    Delivery.objects.all().delete()
    settings.SERVING_SINCE = time.time()
    assert client.get("/readyz").json()["status"] == "ready"


@pytest.mark.django_db
def test_readyz_speaks_english_whoever_asks(client):
    make.delivery(make.officer(), due_at=timezone.now() - timedelta(minutes=9))
    said = client.get("/readyz", headers={"Accept-Language": "fr"}).json()["checks"]["outbox"]
    assert said == "The oldest mail has waited 9 minutes."


@pytest.mark.django_db
def test_readyz_names_a_missing_migration(client, monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notifications'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["migrations"][:10]) == (503, "The tables")


@pytest.mark.django_db
def test_readyz_names_a_full_disk(client, monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "not" / "yet"
    monkeypatch.setattr(health, "DISK_FREE", 1 << 60)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["disk"]) == (503, "The disk is full.")


@pytest.mark.django_db(transaction=True)
def test_readyz_names_a_database_that_does_not_answer(client, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    answer = client.get("/readyz")
    connection.close()
    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "not ready", "checks": {"database": "The database does not answer.", "disk": "ok"}},
    )


@pytest.mark.django_db(transaction=True)
def test_readiness_turns_within_five_seconds_and_back(client, monkeypatch, settings):
    """Each cause alone: the database, the disk, the outbox; and ready again as soon as it is gone."""
    late = make.delivery(make.officer())

    def turned():
        started = time.monotonic()
        answer = client.get("/readyz").json()
        assert time.monotonic() - started < 5
        return answer["status"], sorted(part for part, said in answer["checks"].items() if said != "ok")

    assert turned() == ("ready", [])
    with socket.create_server(("127.0.0.1", 0)) as silent:
        unheard = {"HOST": "127.0.0.1", "PORT": str(silent.getsockname()[1])}
        for broken in (unheard, unheard | {"PORT": "1"}, {"PASSWORD": "wrong"}):  # says nothing, is closed, refuses
            with monkeypatch.context() as fault:
                for name, value in broken.items():
                    fault.setitem(connection.settings_dict, name, value)
                connection.close()
                assert turned() == ("not ready", ["database"])
                connection.close()
            assert turned() == ("ready", [])
    with monkeypatch.context() as fault:
        fault.setattr(health, "DISK_FREE", 1 << 60)
        assert turned() == ("not ready", ["disk"])
    assert turned() == ("ready", [])
    Delivery.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(minutes=6))
    assert turned() == ("behind", ["outbox"])
    Delivery.objects.filter(pk=late.pk).update(state="sent", sent_at=timezone.now())
    assert turned() == ("ready", [])


@pytest.mark.django_db
def test_a_database_that_goes_away_between_two_questions_is_named_too(client, monkeypatch):
    def gone():
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(health, "_outbox", gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "The database does not answer.")
