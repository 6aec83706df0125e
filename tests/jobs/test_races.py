"""Two at once: one open job per key and no change missed, one worker per job. On real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from pvehub.jobs import actions, later
from pvehub.jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls):
    """Runs them in threads that start at the same moment, each with a connection of its own."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(10)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return [future.result(30) for future in [threads.submit(run, call) for call in calls]]


def test_later_from_four_at_once_is_one_open_job():
    for turn in range(10):
        jobs = together(*[lambda turn=turn: later("letters.tasks.write", 7, key=f"k{turn}")] * 4)
        assert len({job.pk for job in jobs}) == 1
    assert Job.objects.count() == 10


def test_claim_from_four_at_once_gives_each_job_to_one():
    for _ in range(20):
        later("letters.tasks.write", 7)
    claimed = [job.pk for _ in range(6) for job in together(*[actions.claim] * 4) if job]
    assert len(claimed) == len(set(claimed)) == 20


def test_a_change_that_is_being_committed_is_not_missed_by_the_job_that_waits_for_it():
    """The job is not run before the change it is to see is committed."""
    later("letters.tasks.write", 7, key="k")
    asked, looked = Event(), Event()

    def change():
        with transaction.atomic():
            later("letters.tasks.write", 7, key="k")
            asked.set()
            assert looked.wait(10)

    def work():
        asked.wait(10)
        before = actions.claim()
        looked.set()
        return before

    assert together(change, work)[1] is None
    assert actions.claim() is not None
