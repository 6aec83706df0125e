"""The sweep calls registered tasks, says what went wrong, and goes on."""

import logging

import pytest
from celery import current_app

from pvehub.jobs import actions, later, progress, sweep, sweeping, tasks
from pvehub.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """A registered task that writes what it was called with; the number 13 it does not like."""
    calls = []

    @current_app.task(name="letters.tasks.write")
    def write(number):
        progress(1, 2)
        if number == 13:
            raise ValueError("no letter 13")
        calls.append(number)

    yield calls
    current_app.tasks.unregister("letters.tasks.write")


def test_sweep_runs_what_is_due(written):
    later("letters.tasks.write", 1)
    later("letters.tasks.write", 2)

    assert (sweep(), sweep()) == (2, 0)

    assert written == [1, 2]
    assert set(Job.objects.values_list("state", "tries", "progress", "total")) == {("done", 1, 1, 2)}


def test_sweep_goes_on_after_a_job_that_failed(written, caplog):
    caplog.set_level(logging.CRITICAL)
    later("letters.tasks.write", 13)
    later("letters.tasks.write", 14)

    assert sweep() == 2

    assert written == [14]
    failed = Job.objects.get(state="queued")
    assert failed.error == "ValueError" and failed.not_before


def test_sweep_says_which_task_is_not_there(written, caplog):
    caplog.set_level(logging.CRITICAL)
    later("letters.tasks.burn", 1)
    sweep()
    assert "letters.tasks.burn" in Job.objects.get().error


def test_sweep_stops_after_its_share(written, monkeypatch):
    monkeypatch.setattr(sweeping, "AT_MOST", 2)
    for number in range(3):
        later("letters.tasks.write", number)
    assert [sweep(), sweep(), sweep()] == [2, 1, 0]


def test_sweep_passes_over_what_it_gives_up(written):
    later("letters.tasks.write", 1)
    Job.objects.update(tries=actions.GIVE_UP_AFTER)
    later("letters.tasks.write", 2)

    tasks.sweep()

    assert written == [2]
    assert [job.state for job in Job.objects.order_by("pk")] == ["failed", "done"]
