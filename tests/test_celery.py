"""The timetable, and beat as it runs in production without Redis."""

import json
import warnings

import pytest
from celery.beat import Service
from django.conf import settings

from pvehub import celery
from pvehub.notifications import notify
from pvehub.notifications.models import Delivery
from tests import make
from tests.machinery.daytime import zone_where_it_is_day
from tests.machinery.workers import ROOT, until


@pytest.fixture(scope="module")
def tasks():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        celery.app.loader.import_default_modules()
    return celery.app.tasks


def installed(task):
    app = task.split(".")[0]
    return any(name in {app, f"pvehub.{app}"} for name in settings.INSTALLED_APPS)


def test_every_entry_of_the_timetable_is_a_registered_task(tasks):
    missing = [entry["task"] for entry in celery.app.conf.beat_schedule.values() if installed(entry["task"])]
    assert [task for task in missing if task not in tasks] == []


def test_every_sweep_of_an_app_is_on_the_timetable(tasks):
    """A timer nobody calls is a reminder nobody gets."""
    planned = {entry["task"] for entry in celery.app.conf.beat_schedule.values()}
    timers = {
        name for name in tasks if name.rpartition(".")[2].startswith(("remind", "sweep", "send", "gather", "seal"))
    }
    assert timers <= planned


def test_tasks_are_named_as_their_modules_and_take_ids_only(tasks):
    for name, task in tasks.items():
        if not name.startswith("celery."):
            home = task.__module__.removeprefix("pvehub.").partition(".tasks")[0]  # tasks may be a package
            assert name == f"{home}.tasks.{task.__name__}"


def test_messages_are_json_and_are_given_back_by_a_worker_that_dies():
    conf = celery.app.conf
    assert (conf.accept_content, conf.task_serializer, conf.task_ignore_result) == (["json"], "json", True)
    assert conf.task_acks_late and conf.task_reject_on_worker_lost and conf.worker_prefetch_multiplier == 1
    assert conf.task_time_limit < conf.broker_transport_options["visibility_timeout"]
    assert json.dumps({name: entry["task"] for name, entry in conf.beat_schedule.items()})


def test_a_job_is_claimed_for_longer_than_a_worker_may_take():
    from pvehub.jobs.actions import LEASE

    assert LEASE.total_seconds() > celery.HARD_LIMIT


def test_beat_runs_every_entry_at_its_start():
    scheduler = Service(celery.app, scheduler_cls=celery.app.conf.beat_scheduler).get_scheduler()
    assert isinstance(scheduler, celery.Timetable)
    assert {entry.is_due().is_due for entry in scheduler.schedule.values()} == {True}
    assert set(scheduler.schedule) == set(celery.app.conf.beat_schedule)


@pytest.mark.slow
def test_beat_alone_sends_the_mail(workers, smtp_sink):
    """No Redis, no worker: one process, started as `up` starts it; it leaves no file in the working folder."""
    officer = make.officer(time_zone=zone_where_it_is_day())
    beat = workers.start("beat")
    notify([officer], "staffing.delegated")

    until(lambda: smtp_sink.messages, say=workers.said)
    until(lambda: Delivery.objects.filter(state="sent").exists(), say=workers.said)

    assert beat.poll() is None
    assert [message["To"] for message in smtp_sink.messages] == [officer.email]
    assert list(ROOT.glob("celerybeat*")) == []
    assert (
        "Warning" not in workers.said()
    )  # Celery warns when an entry's task is not there and it would have to be sent
